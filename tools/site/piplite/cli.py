"""What `%pip` asks."""


async def get_transformed_code(arguments):
    """What is run in the place of `%pip`. -> str, Python"""
    return (
        "print('Here nothing can be installed: this page has all that the course needs, and asks no other.')"
    )
