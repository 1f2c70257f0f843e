package dev.signalbox.text;

/// A text that may be looked at so often only. There are patterns that take longer than the age of the world on the
/// wrong text, and a thread that matches lets no other one run, so that a search must be given up at a bound. Not
/// thread safe.
public final class LimitedText implements CharSequence {
    private final CharSequence text;
    private final Looks looks;

    /// How often it may be looked at still.
    private static final class Looks {
        private int left;

        Looks(int left) {
            this.left = left;
        }
    }

    /// It was looked at too often.
    public static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooManyLooksException() {
            super("too many looks", null, false, false);
        }
    }

    /// @param looks how often a character of it may be looked at
    public LimitedText(CharSequence text, int looks) {
        this(text, new Looks(looks));
    }

    private LimitedText(CharSequence text, Looks looks) {
        this.text = text;
        this.looks = looks;
    }

    /// @throws TooManyLooksException if it was looked at too often
    @Override
    public char charAt(int index) {
        if (--looks.left < 0) {
            throw new TooManyLooksException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    /// A part of it, whose looks count as its own.
    @Override
    public CharSequence subSequence(int start, int end) {
        return new LimitedText(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
