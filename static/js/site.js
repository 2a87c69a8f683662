// Every module finds its own elements by a data- attribute and adds what plain HTML cannot do.
// A page without scripts lacks nothing but speed.
