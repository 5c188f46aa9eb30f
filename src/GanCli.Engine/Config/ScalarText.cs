using System.Globalization;
using System.Text;

namespace GanCli.Engine.Config;

/// <summary>How single values are read and written: the core schema of YAML 1.2, in the invariant culture.</summary>
internal static class ScalarText
{
    private const int Shown = 60;

    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    public static bool? Boolean(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = WithoutSign(text);
        int whole = Digits(rest);
        rest = rest[whole..];
        int fraction = rest is ['.', ..] ? Digits(rest[1..]) : -1;
        rest = rest[(fraction + 1)..];
        if (whole + Math.Max(fraction, 0) == 0)
        {
            return false;
        }

        if (rest is not ['e' or 'E', ..])
        {
            return rest.IsEmpty;
        }

        rest = WithoutSign(rest[1..]);
        return !rest.IsEmpty && Digits(rest) == rest.Length;
    }

    public static bool IsNotFinite(string text) =>
        text.TrimStart('-', '+').TrimStart('.').ToLowerInvariant() is "inf" or "infinity" or "nan";

    /// <summary>A number as text that reads back as exactly the same number: <c>1e-8</c>, <c>0.1</c>, <c>2</c>.</summary>
    public static string Of(double value) => ShortExponent(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>.NET's <c>1E-08</c> as <c>1e-8</c>.</summary>
    public static string ShortExponent(string text)
    {
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        if (exponent < 0)
        {
            return text;
        }

        int power = int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, exponent)}e{power}");
    }

    /// <summary>Text as a message shows it: on one line, not too long, and without what a terminal would obey.</summary>
    public static string Show(string text, int longest = Shown)
    {
        var shown = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, longest)))
        {
            shown.Append(CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '·' : c);
        }

        return text.Length > longest ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>Whether text can stand in YAML without quotes and reads back as the same text.</summary>
    public static bool IsPlainText(string text) =>
        text.Length > 0 && text[0] is not ('-' or '+') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.' or '/')
        && !IsNull(text) && Boolean(text) is null && !IsNumber(text) && !IsNotFinite(text);

    /// <summary>Text in double quotes, valid in YAML and JSON flow alike.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                quoted.Append(c).Append(text[++i]);
            }
            else if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (char.IsLetterOrDigit(c) || c is >= ' ' and < '\x7f')
            {
                quoted.Append(c);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return quoted.Append('"').ToString();
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> text) => text is ['-' or '+', ..] ? text[1..] : text;
}
