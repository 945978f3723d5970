// The one switch that makes every explorer and card of a page larger. It is remembered where the browser lets us.

const NAME = "attention-course-projector";
const followers = new Set();

function remembered() {
  try {
    return localStorage.getItem(NAME) === "on";
  } catch {
    return false; // a page from a file, or one that may keep nothing
  }
}

let on = remembered();

export const is_on = () => on;

export function switch_projector(to) {
  on = to;
  try {
    localStorage.setItem(NAME, on ? "on" : "off");
  } catch {
    // it holds for this page, then
  }
  for (const follow of [...followers]) follow(on);
}

// Calls follow(whether it is on) now and whenever that changes. -> function that ends it
export function follow_projector(follow) {
  followers.add(follow);
  follow(on);
  return () => followers.delete(follow);
}
