// Each part finds its own elements by a data- attribute and adds what plain HTML cannot do.
// A page without scripts lacks nothing but speed. The parts share no names: ui.storage puts them into one file.
import "./answers.js";
import "./copying.js";
import "./dialog.js";
import "./file-drop.js";
import "./keys.js";
import "./passkeys.js";
import "./redrawing.js";
import "./selection.js";
import "./signed.js";
import "./source.js";
import "./staying.js";
