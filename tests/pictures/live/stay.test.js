import assert from "node:assert/strict";
import { test } from "node:test";

import { stays } from "../../../helpers/pictures/live/stay.js";

test("controls stay in sight only if they leave half of the window to the picture", () => {
  assert.equal(stays(100, 720), true);
  assert.equal(stays(360, 720), true);
  assert.equal(stays(361, 720), false);
  assert.equal(stays(0, 720), false); // not shown yet
});
