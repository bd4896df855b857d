// What the pages do beyond plain forms and links; each of them works without it.

import "htmx.org";

import "./gate";
import "./goal";
import "./keys";
import "./log";
import "./offline";
import "./palette";
import "./sending";
import "./settings";
import "./toast";
import "./tree";
import "./install";

document.documentElement.classList.add("scripted");
