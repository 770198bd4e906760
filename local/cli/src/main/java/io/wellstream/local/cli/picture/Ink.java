package io.wellstream.local.cli.picture;

import java.awt.Color;
import java.awt.Font;

/** Colours and fonts of the pictures. */
final class Ink {
    static final Color PAPER = Color.WHITE;
    static final Color TEXT = new Color(0x1F2933);
    static final Color MUTED = new Color(0x7B8794);
    static final Color TRAINING = new Color(0x2F6FDE);
    static final Color ACCURACY = new Color(0xD9822B);
    static final Color RIGHT = new Color(0x2E9E5B);
    static final Color WRONG = new Color(0xC93A3A);
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private Ink() {}
}
