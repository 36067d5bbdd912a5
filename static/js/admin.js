// The admin wears the theme that the person chose for all pages (my account), before anything is drawn.
"use strict";
document.documentElement.dataset.theme = document.currentScript.dataset.theme;
