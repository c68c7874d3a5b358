package udpchat.cli.render;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;

/**
 * The properties of code points that {@link SafeText} and {@link Columns} decide by. What the JDK's own tables know is
 * asked there; the rest are small ranges of the Unicode Character Database that the JDK does not offer on Java 17.
 */
final class CodePoints {
    static final int ZERO_WIDTH_SPACE = 0x200B;
    static final int ZWNJ = 0x200C;
    static final int ZWJ = 0x200D;
    static final int TEXT_STYLE = 0xFE0E;
    static final int EMOJI_STYLE = 0xFE0F;
    static final int KEYCAP = 0x20E3;
    static final int MONGOLIAN_VOWEL_SEPARATOR = 0x180E;

    /** Canonical combining class 9 (DerivedCombiningClass.txt): the signs that join or kill an Indic vowel. */
    private static final int[] VIRAMAS = {
        0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D3B, 0x0D3C, 0x0D4D, 0x0DCA, 0x0E3A, 0x0EBA,
        0x0F84, 0x1039, 0x103A, 0x1714, 0x1715, 0x1734, 0x17D2, 0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F,
        0xA806, 0xA82C, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED, 0x10A3F, 0x11046, 0x11070, 0x1107F, 0x110B9, 0x11133,
        0x11134, 0x111C0, 0x11235, 0x112EA, 0x1134D, 0x11442, 0x114C2, 0x115BF, 0x1163F, 0x116B6, 0x1172B, 0x11839,
        0x1193D, 0x1193E, 0x119E0, 0x11A34, 0x11A47, 0x11A99, 0x11C3F, 0x11D44, 0x11D45, 0x11D97
    };

    /** Symbols older than emoji that have an emoji style. */
    private static final int[] OLD_EMOJI = {0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139, 0x3030, 0x303D, 0x3297, 0x3299};

    private CodePoints() {}

    /**
     * Whether a UTF-16 unit is a complete character that needs no look at its neighbours and is shown as it is: ASCII,
     * Latin, Greek, Cyrillic, general punctuation that draws, kana, Han, Hangul syllables, full-width forms. Everything
     * else is not forbidden but takes the slow path.
     */
    static boolean isPlain(char c) {
        if (c < 0x7F) {
            return c >= ' ';
        }
        return (c >= 0xA0 && c <= 0x2FF && c != 0xAD)
                || (c >= 0x0400 && c <= 0x0481)
                || (c >= 0x048A && c <= 0x052F)
                || (c >= 0x0391 && c <= 0x03FF && c != 0x03A2)
                || (c >= 0x2010 && c <= 0x2027)
                || (c >= 0x2030 && c <= 0x205E)
                || (c >= 0x3000 && c <= 0x3029)
                || (c >= 0x3041 && c <= 0x3096)
                || (c >= 0x309B && c <= 0x30FF)
                || (c >= 0x3400 && c <= 0x9FFF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xFF01 && c <= 0xFF9F);
    }

    /**
     * Whether a code point, controls apart, must not reach a screen: it draws nothing, reorders what is around it, has
     * no agreed meaning, or is none.
     *
     * <ul>
     *   <li>Format characters (Cf): bidi marks, embeddings, overrides and isolates, tags, soft hyphen, word joiner, byte
     *       order mark, invisible operators, annotation and shorthand controls. Not so the few that draw, such as the
     *       Arabic number sign.
     *   <li>Line and paragraph separator, private use, surrogates without their other half, noncharacters.
     *   <li>Letters and marks that are blank by definition: grapheme joiner, Hangul fillers, Khmer inherent vowels.
     *   <li>Unassigned ones, since whatever they become (a mark, a bidi control) is unknown here, save where only
     *       pictures and Han are ever added.
     * </ul>
     */
    static boolean isHidden(int cp) {
        return switch (Character.getType(cp)) {
            case Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> !isPrependedMark(cp);
            case Character.UNASSIGNED -> (cp & 0xFFFE) == 0xFFFE || !growsByPicturesOrHan(cp);
            default -> isBlankLetter(cp) || (cp >= 0x13430 && cp <= 0x1345F);
        };
    }

    /** Prepended_Concatenation_Mark (PropList.txt): format characters that draw a sign under or over digits. */
    private static boolean isPrependedMark(int cp) {
        return (cp >= 0x0600 && cp <= 0x0605)
                || cp == 0x06DD
                || cp == 0x070F
                || cp == 0x0890
                || cp == 0x0891
                || cp == 0x08E2
                || cp == 0x110BD
                || cp == 0x110CD;
    }

    private static boolean growsByPicturesOrHan(int cp) {
        return (cp >= 0x1F000 && cp <= 0x1FAFF) || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x3FFFF);
    }

    /** Default_Ignorable_Code_Point that is neither a format character nor a variation selector. */
    private static boolean isBlankLetter(int cp) {
        return cp == 0x034F
                || cp == 0x115F
                || cp == 0x1160
                || cp == 0x17B4
                || cp == 0x17B5
                || cp == 0x3164
                || cp == 0xFFA0;
    }

    /** A combining mark, or a vowel or final of a decomposed Hangul syllable: what is drawn onto the base before it. */
    static boolean isMark(int cp) {
        if (isVariationSelector(cp) || isHidden(cp)) {
            return false;
        }
        return switch (Character.getType(cp)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> (cp >= 0x1161 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FB);
        };
    }

    static boolean isVariationSelector(int cp) {
        return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF) || isMongolianSelector(cp);
    }

    static boolean isMongolianSelector(int cp) {
        return (cp >= 0x180B && cp <= 0x180D) || cp == 0x180F;
    }

    /** Emoji that take part in joined sequences (emoji-zwj-sequences.txt), a little generously. */
    static boolean isPictographic(int cp) {
        return (cp >= 0x1F000 && cp <= 0x1FAFF && !isRegionalIndicator(cp) && !isEmojiModifier(cp))
                || (cp >= 0x2600 && cp <= 0x27BF)
                || cp == 0x2194
                || cp == 0x2195
                || cp == 0x2B1B;
    }

    /** Characters drawn as text or as emoji by a variation selector (emoji-variation-sequences.txt), digits apart. */
    static boolean hasEmojiStyle(int cp) {
        return isPictographic(cp)
                || (cp >= 0x2190 && cp <= 0x21FF)
                || (cp >= 0x2300 && cp <= 0x25FF)
                || (cp >= 0x2900 && cp <= 0x297F)
                || (cp >= 0x2B00 && cp <= 0x2BFF)
                || Arrays.binarySearch(OLD_EMOJI, cp) >= 0;
    }

    static boolean isKeycapBase(int cp) {
        return (cp >= '0' && cp <= '9') || cp == '#' || cp == '*';
    }

    static boolean isEmojiModifier(int cp) {
        return cp >= 0x1F3FB && cp <= 0x1F3FF;
    }

    static boolean isRegionalIndicator(int cp) {
        return cp >= 0x1F1E6 && cp <= 0x1F1FF;
    }

    /** One that this JDK knows: another is shown as a number, and joins nothing. */
    static boolean isVirama(int cp) {
        return Arrays.binarySearch(VIRAMAS, cp) >= 0 && !isHidden(cp);
    }

    /** A letter of a script whose letters change shape by their neighbours, where a joiner can be seen. */
    static boolean isCursiveLetter(int cp) {
        if (cp < 0x0600 || !Character.isLetter(cp)) {
            return false;
        }
        return switch (UnicodeScript.of(cp)) {
            case ARABIC, SYRIAC, MANDAIC, NKO, MONGOLIAN, PHAGS_PA, ADLAM, HANIFI_ROHINGYA -> true;
            default -> false;
        };
    }

    /** A letter of a script that is written without spaces between words, where a zero-width space says where one ends. */
    static boolean isUnspacedLetter(int cp) {
        if (cp < 0x0E00 || !Character.isLetter(cp)) {
            return false;
        }
        return switch (UnicodeScript.of(cp)) {
            case THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    static boolean isHan(int cp) {
        return cp >= 0x3000 && UnicodeScript.of(cp) == UnicodeScript.HAN;
    }

    static boolean isMongolian(int cp) {
        return cp >= 0x1820 && UnicodeScript.of(cp) == UnicodeScript.MONGOLIAN && Character.isLetter(cp);
    }
}
