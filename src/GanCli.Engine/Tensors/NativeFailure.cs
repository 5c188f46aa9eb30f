using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace GanCli.Engine.Tensors;

/// <summary>What an exception says, for people: libtorch's messages end with kilobytes of its native stack.</summary>
public static partial class NativeFailure
{
    /// <summary>The message on one line, without a native stack.</summary>
    public static string Line(Exception exception)
    {
        if (IsOutOfMemory(exception))
        {
            return OutOfMemory(exception.Message);
        }

        string line = exception.Message.ReplaceLineEndings(" ");
        int stack = exception is ExternalException ? line.IndexOf(" Exception raised from ", StringComparison.Ordinal) : -1;
        return (stack < 0 ? line : line[..stack]).Trim();
    }

    /// <summary>Whether memory could not be had: .NET's, or libtorch's on the CPU or a device.</summary>
    public static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is ExternalException && (Wanted.IsMatch(exception.Message)
            || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || exception.Message.Contains("bad_alloc", StringComparison.Ordinal)
            || exception.Message.Contains("can't allocate memory", StringComparison.Ordinal)));

    private static string OutOfMemory(string message)
    {
        Match wanted = Wanted.Match(message);
        string amount = !wanted.Success ? ""
            : wanted.Groups["bytes"] is { Success: true } bytes
                && double.TryParse(bytes.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out double number)
                ? string.Create(CultureInfo.InvariantCulture, $": {number / 1e6:N0} MB more could not be had")
                : $": {wanted.Groups["text"].Value} more could not be had";
        return $"out of memory{amount}; make the networks or training.batch smaller";
    }

    [GeneratedRegex("tried to allocate (?:(?<bytes>[0-9]+) bytes|(?<text>[0-9.]+ [KMGT]iB))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
        | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Wanted { get; }
}
