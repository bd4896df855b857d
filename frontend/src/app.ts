// What the pages do beyond plain forms and links; each of them works without it.

import "htmx.org";

import "./gate";
import "./goal";
import "./log";
import "./sending";
import "./settings";
import "./toast";

document.documentElement.classList.add("scripted");
