using GanCli.Terminal;

namespace GanCli.Tests.Support;

/// <summary>An <see cref="GanCli.Terminal.Output"/> whose streams are strings, at 15:45:01 on a day in November 2026.</summary>
internal sealed class RecordedOutput
{
    private readonly StringWriter _data = new() { NewLine = "\n" };
    private readonly StringWriter _talk = new() { NewLine = "\n" };

    public RecordedOutput(StreamTraits traits)
        : this(() => traits)
    {
    }

    public RecordedOutput(Func<StreamTraits> traits) => Output = new Output(_data, traits(), _talk, traits, new Clock());

    public Output Output { get; private init; }

    /// <summary>Answers questions in place of a person.</summary>
    public Func<string?>? Answers
    {
        init
        {
            StreamTraits traits = Output.TalkTraits;
            Output = new Output(_data, Output.DataTraits, _talk, () => traits, new Clock()) { Answers = value };
        }
    }

    public string Data => _data.ToString();

    public string Talk => _talk.ToString();

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);
    }
}
