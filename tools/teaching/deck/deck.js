// A slide is 1280 × 720 and is scaled to the window. Each key shows the next step of a picture, the key back takes it away.
// S opens the speaker's notes, D changes between dark and light.
const dark = new URLSearchParams(location.search).get("theme") === "dark";
document.documentElement.classList.toggle("dark", dark);

function changeTheme() {
  document.documentElement.classList.toggle("dark");
}

document.getElementById("theme").addEventListener("click", (event) => {
  changeTheme();
  event.currentTarget.blur();
});

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  display: "flex",
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  pdfSeparateFragments: false, // printed, each slide is whole
  plugins: [RevealNotes],
  keyboard: { 68: changeTheme },
});
