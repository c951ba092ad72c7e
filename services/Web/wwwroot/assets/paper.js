// Whoever chose a size of paper wants to print.
addEventListener('load', () => print());
