using System.Text;

namespace GanCli.Tests.Reporting;

/// <summary>The texts in C# source: what stands in its string literals, cut at the holes of interpolated ones, whose own literals count too.</summary>
internal static class SourceTexts
{
    /// <summary>All pieces of text, in order. Comments, characters and raw strings are passed over.</summary>
    public static IReadOnlyList<string> Of(string source)
    {
        List<string> pieces = [];
        Code(source, 0, inHole: false, pieces);
        return pieces;
    }

    private static int Code(string source, int at, bool inHole, List<string> pieces)
    {
        int depth = 0;
        while (at < source.Length)
        {
            char c = source[at];
            if (c == '/' && at + 1 < source.Length && source[at + 1] == '/')
            {
                at = source.IndexOf('\n', at);
                at = at < 0 ? source.Length : at;
            }
            else if (source.AsSpan(at).StartsWith("\"\"\""))
            {
                at = source.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal) + 3;
            }
            else if (c == '"')
            {
                at = Literal(source, at + 1, at > 0 && (source[at - 1] == '$' || (at > 1 && source[at - 2] == '$')), pieces);
            }
            else if (c == '\'')
            {
                at += source[at + 1] == '\\' ? 4 : 3;
            }
            else if (inHole && c == '}' && depth == 0)
            {
                return at + 1;
            }
            else
            {
                depth += c is '{' or '(' ? 1 : c is '}' or ')' ? -1 : 0;
                at++;
            }
        }

        return at;
    }

    private static int Literal(string source, int at, bool interpolated, List<string> pieces)
    {
        StringBuilder piece = new();
        while (source[at] != '"')
        {
            if (interpolated && source[at] == '{' && source[at + 1] != '{')
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                at = Code(source, at + 1, inHole: true, pieces);
                continue;
            }

            at += source[at] == '\\' ? 1 : 0;
            piece.Append(source[at++]);
        }

        pieces.Add(piece.ToString());
        return at + 1;
    }
}
