using System.Globalization;
using System.Text;
using GanCli.Runs;

namespace GanCli.Terminal;

/// <summary>All that the program shows: data on stdout, talk on stderr. On a terminal with colour; into a pipe, a file or a CI log as
/// plain lines that open with the time, and without any escape code.</summary>
internal sealed class Output
{
    // EPIPE, which .NET passes on as it is, and ERROR_BROKEN_PIPE.
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private readonly TimeProvider _clock;

    private readonly Func<StreamTraits> _talkTraits;

    public Output(TextWriter data, StreamTraits dataTraits, TextWriter talk, StreamTraits talkTraits, TimeProvider clock)
        : this(data, dataTraits, talk, () => talkTraits, clock)
    {
    }

    public Output(TextWriter data, StreamTraits dataTraits, TextWriter talk, Func<StreamTraits> talkTraits, TimeProvider clock)
    {
        Data = data;
        DataTraits = dataTraits;
        Talk = talk;
        _talkTraits = talkTraits;
        _clock = clock;
    }

    /// <summary>Stdout: results, tables, JSON. Flushed when the command ends.</summary>
    public TextWriter Data { get; }

    public StreamTraits DataTraits { get; }

    /// <summary>Stderr, for what draws in place on a terminal (<see cref="TalkTraits"/>); otherwise use <see cref="Say"/>.</summary>
    public TextWriter Talk { get; }

    /// <summary>As they are now: a terminal changes its size while one draws on it.</summary>
    public StreamTraits TalkTraits => _talkTraits();

    /// <summary>Writing failed because nobody reads any more.</summary>
    public static bool IsAbandoned(IOException exception) => exception.HResult is BrokenPipe or WindowsBrokenPipe;

    /// <summary>Where details of a failure are found, once a command has a log; named when the program fails unexpectedly.</summary>
    public string? LogFile { get; set; }

    /// <summary>Reads a line from the person at the terminal; null where there is none.</summary>
    public Func<string?>? Answers { get; init; }

    /// <summary>The time (UTC).</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The streams of this process.</summary>
    public static Output OfThisProcess()
    {
        static StreamTraits Talk() => StreamTraits.Decide(Console.IsErrorRedirected, Measured, Environment.GetEnvironmentVariable);
        var data = StreamTraits.Decide(Console.IsOutputRedirected, Measured, Environment.GetEnvironmentVariable);
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows() && (data.IsTerminal || Talk().IsTerminal))
        {
            Console.OutputEncoding = encoding;
        }

        // Streams of our own: always UTF-8 and "\n", whatever the locale, and stdout in large pieces when nobody watches.
        return new Output(
            new StreamWriter(StandardStreams.OpenData(), encoding, bufferSize: 16384) { AutoFlush = data.IsTerminal, NewLine = "\n" },
            data,
            TextWriter.Synchronized(new StreamWriter(StandardStreams.OpenTalk(), encoding, bufferSize: 1024) { AutoFlush = true, NewLine = "\n" }),
            Talk,
            TimeProvider.System)
        {
            Answers = Console.IsInputRedirected ? null : Console.ReadLine,
        };
    }

    /// <summary>Talks: one line on stderr, with the time (UTC) in front where it is not a terminal.</summary>
    public void Say(string line)
    {
        // Not wrapped: a command at the end of a line is copied as it stands, and a terminal that wraps by itself gives it back whole.
        Talk.WriteLine((TalkTraits.IsTerminal ? "" : Now.ToString("HH:mm:ss ", CultureInfo.InvariantCulture)) + Echo.Painted(line));
    }

    /// <summary>Talks in words that nobody copies: on a terminal lines end between them.</summary>
    public void Remark(string line)
    {
        foreach (string part in WordWrap.Hanging(line, TalkTraits.Width))
        {
            Say(part);
        }
    }

    /// <summary>Something is not as it should be, and the program goes on.</summary>
    public void Warn(string line)
    {
        string warning = PaintTalk("warning: ", Style.Warning) + Echo.Line(line);
        if (TalkTraits.IsTerminal)
        {
            Error(warning);
        }
        else
        {
            Say(warning);
        }
    }

    /// <summary>Why the program stops: on stderr, without the time, so that editors and CI find <c>file:line:col</c> in front.</summary>
    public void Error(string text)
    {
        int width = TalkTraits.Width;
        string painted = Echo.Painted(text);

        // One piece: other threads talk, too.
        Talk.WriteLine(width == int.MaxValue ? painted : string.Join('\n', painted.Split('\n').SelectMany(line => WordWrap.Hanging(line, width))));
    }

    /// <summary>Whether a person is there who sees a question and can answer it.</summary>
    public bool CanAsk => Answers is not null && TalkTraits.IsTerminal;

    /// <summary>Asks a question that is answered by yes or no.</summary>
    /// <param name="question">With the form of the answer: <c>remove it? [y/N] </c>.</param>
    /// <returns>Whether the answer was yes.</returns>
    /// <exception cref="InvalidOperationException">There is nobody to ask (<see cref="CanAsk"/>).</exception>
    public bool Ask(string question)
    {
        if (!CanAsk)
        {
            throw new InvalidOperationException("there is nobody to ask");
        }

        Talk.Write(question);
        Talk.Flush();
        return Answers!()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    /// <summary>Text for stdout in the look of <paramref name="style"/>.</summary>
    public string PaintData(string text, Style style) => Paint(text, style, DataTraits);

    /// <summary>Text for stderr in the look of <paramref name="style"/>.</summary>
    public string PaintTalk(string text, Style style) => Paint(text, style, TalkTraits);

    /// <summary>0 where nobody knows: the terminal may have gone since.</summary>
    private static (int Columns, int Rows) Measured()
    {
        try
        {
            return (Console.WindowWidth, Console.WindowHeight);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return (0, 0);
        }
    }

    private static string Paint(string text, Style style, StreamTraits traits)
    {
        string code = style switch
        {
            Style.Strong => "1",
            Style.Dim => "2",
            Style.Accent => "36",
            Style.Good => "32",
            Style.Warning => "33",
            Style.Bad => "31",
            _ => "",
        };
        text = Echo.Lines(text);
        return traits.HasColour && code.Length > 0 && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
    }
}
