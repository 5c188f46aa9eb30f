using System.Globalization;
using System.Text;

namespace GanCli.Runs;

/// <summary>The one way by which text of others (file names, columns, cells, names of runs, messages about them) comes before people: on a terminal, in a
/// log, in a report. Text can hold escape sequences that rename windows and overwrite lines, a NUL, letters that run backwards, or a million digits.</summary>
public static class Echo
{
    /// <summary>Longer words are cut: a path may have 255 characters between two slashes.</summary>
    public const int LongestWord = 1000;

    private const int Kept = 200;
    private const char Escape = '\e';

    /// <summary>Text on one line.</summary>
    public static string Line(string text) => Of(text, lines: false, colours: false);

    /// <summary>Text whose line breaks are meant.</summary>
    public static string Lines(string text) => Of(text, lines: true, colours: false);

    /// <summary>A line that this program has put together, colours included. Sequences that do more than to colour are shown as they are written.</summary>
    public static string Painted(string text) => Of(text, lines: true, colours: true);

    /// <summary>Whether a character only shows itself: no control character, no line or paragraph separator, nothing that turns the direction of what
    /// follows, no half of a pair.</summary>
    public static bool IsPlain(Rune character) => !Rune.IsControl(character) && Rune.GetUnicodeCategory(character) is not
        (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.OtherNotAssigned);

    private static string Of(string text, bool lines, bool colours)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        int word = 0;
        int left = 0;
        for (int at = 0; at < text.Length;)
        {
            if (colours && ColourAt(text, at) is > 0 and var length)
            {
                shown.Append(text, at, length);
                at += length;
                continue;
            }

            bool isWhole = Rune.TryGetRuneAt(text, at, out Rune rune);
            int used = isWhole ? rune.Utf16SequenceLength : 1;
            bool ends = isWhole && (Rune.IsWhiteSpace(rune) || rune.Value == Escape);
            if (ends)
            {
                Cut(shown, left);
                (word, left) = (0, 0);
            }
            else if (++word > LongestWord)
            {
                left++;
                at += used;
                continue;
            }

            if (isWhole && (IsPlain(rune) || (lines && rune.Value is '\n' or '\t')))
            {
                shown.Append(text, at, used);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:X4}");
                if (used == 2)
                {
                    shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at + 1]:X4}");
                }
            }

            at += used;
        }

        Cut(shown, left);
        return shown.ToString();
    }

    private static void Cut(StringBuilder shown, int left)
    {
        if (left > 0)
        {
            shown.Length -= LongestWord - Kept;
            shown.Append(CultureInfo.InvariantCulture, $"… ({LongestWord - Kept + left:N0} more characters)");
        }
    }

    // By far the most text is like that.
    private static bool IsPlain(string text) => text.Length <= LongestWord && Ascii.IsValid(text) && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>The length of a sequence at a place that sets colours and nothing else; 0 where there is none.</summary>
    private static int ColourAt(string text, int at)
    {
        if (text[at] != Escape || at + 1 >= text.Length || text[at + 1] != '[')
        {
            return 0;
        }

        int end = at + 2;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == ';'))
        {
            end++;
        }

        return end < text.Length && text[end] == 'm' ? end + 1 - at : 0;
    }
}
