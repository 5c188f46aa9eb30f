using GanCli.Runs;
using GanCli.Terminal;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Compact;

namespace GanCli.Training;

/// <summary>The program's log of one run: JSON lines in the run folder. What people should read goes through <see cref="Output"/>.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly Logger _logger;
    private readonly Output _output;

    public RunLog(RunFolder folder, Output output)
    {
        _output = output;
        _logger = new LoggerConfiguration().WriteTo.File(new CompactJsonFormatter(), folder.LogPath, shared: false).CreateLogger();
        output.LogFile = folder.LogPath;
    }

    public void Information(string template, params object?[] values) => _logger.Information(template, values);

    public void Error(Exception exception) => _logger.Error(exception, "the run failed");

    /// <summary>Something that is not needed failed; the run goes on. Said once, logged each time.</summary>
    public void Warn(string what, Exception exception)
    {
        _logger.Warning(exception, "{What}", what);
        if (_warned.Add(what))
        {
            _output.Warn($"{what}: {Failures.Message(exception)}");
        }
    }

    public void Dispose() => _logger.Dispose();

    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
}
