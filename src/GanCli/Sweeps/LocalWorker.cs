using System.Diagnostics;
using System.Globalization;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>A child process that works on points of a sweep, one after another. It goes on with the next one, warm, as long as all went well; after
/// anything else it leaves, and what follows begins in a fresh process. Measured with runs of four seconds: a start took 1.6 s of each.</summary>
internal sealed class LocalWorker : IDisposable
{
    /// <summary>Opens the line on stderr by which it says that a point has ended, and the exit code. On the stream of its talk, so that all it said is read
    /// before.</summary>
    private const char Ended = '\u001e';

    private readonly SweepFolder _sweep;
    private readonly Process _process;
    private readonly Lock _gate = new();
    private StreamWriter? _log;
    private int? _code;
    private bool _stopped;

    /// <param name="sweep">The sweep.</param>
    /// <param name="news">Released whenever a point or the process has ended.</param>
    public LocalWorker(SweepFolder sweep, SemaphoreSlim news)
    {
        _sweep = sweep;
        string[] arguments = [.. ThisProgram.Command.Skip(1), "sweep", "point", Path.GetFullPath(sweep.Path), "--attached"];
        var start =
            new ProcessStartInfo(ThisProgram.Command[0], arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput =
                true, RedirectStandardError = true };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => news.Release();
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 1 } data && data[0] == Ended
                && int.TryParse(data.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            {
                lock (_gate)
                {
                    _code = code;
                }

                news.Release();
            }
            else
            {
                Log(line.Data);
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it works on; null between two points.</summary>
    public PlannedRun? Point { get; private set; }

    /// <summary>It waits for a point.</summary>
    public bool IsIdle => Point is null && !_stopped && _code is null or ExitCodes.Ok && !_process.HasExited;

    public bool HasExited => _process.HasExited;

    /// <summary>How a worker says that a point has ended.</summary>
    /// <param name="code">One of <see cref="ExitCodes"/>.</param>
    public static string EndLine(int code) => string.Create(CultureInfo.InvariantCulture, $"{Ended}{code}");

    /// <summary>Has it work on a point; only while <see cref="IsIdle"/>.</summary>
    public void Give(PlannedRun point)
    {
        lock (_gate)
        {
            _code = null;
            _log = new StreamWriter(new FileStream(_sweep.LogPath(point.Index), FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush =
                true, NewLine = "\n" };
        }

        Point = point;
        try
        {
            _process.StandardInput.WriteLine(point.Index.ToString(CultureInfo.InvariantCulture));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is gone; its end tells how.
        }
    }

    /// <summary>Asks it to stop: its standard input ends. A signal would be its second one after a Ctrl-C, which the terminal sends to all
    /// processes in it, and the second means to leave at once, without a checkpoint.</summary>
    public void Stop()
    {
        if (!_stopped)
        {
            _stopped = true;
            try
            {
                _process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It is gone already.
            }
        }
    }

    /// <summary>How its point stands, once, when that has ended; null before. What the process could not say itself is noted.</summary>
    public PointStatus? TakeEnd()
    {
        bool exited = _process.HasExited;
        if (exited)
        {
            // Its last lines may still be on their way.
            _process.WaitForExit();
        }

        int? reported;
        lock (_gate)
        {
            reported = _code;
        }

        if (Point is not { } point || (!exited && reported is null))
        {
            return null;
        }

        PointStatus status = _sweep.Status(point);
        int code = reported ?? _process.ExitCode;
        bool stopped = _stopped || StopSignals.IsExitCode(code);
        if (status.State is RunState.Running or RunState.Crashed || (status.State is null && !stopped))
        {
            string how = code > ExitCodes.SignalBase
                ? FormattableString.Invariant($"killed by signal {code - ExitCodes.SignalBase}")
                : FormattableString.Invariant($"exit code {code}");
            _sweep.Write(point.Index, _sweep.Record(point.Index) with { Failure = $"its process ended without a word ({how})" });
            status = _sweep.Status(point);
        }

        Point = null;
        CloseLog();
        return status;
    }

    /// <summary>Waits until the process has ended; call <see cref="Stop"/> before.</summary>
    public void WaitForExit() => _process.WaitForExit();

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        CloseLog();
    }

    private void CloseLog()
    {
        lock (_gate)
        {
            _log?.Dispose();
            _log = null;
        }
    }

    private void Log(string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                _log?.WriteLine(line);
            }
        }
    }
}
