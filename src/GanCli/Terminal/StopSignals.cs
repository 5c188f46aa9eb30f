using System.Runtime.InteropServices;

namespace GanCli.Terminal;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into a request to stop that the command honours when it can; a second Ctrl-C leaves at once.
/// Without it these signals end the process where it stands.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private static int _received;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    private StopSignals() => _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, Interrupt)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Terminate)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Handle(context, Hangup)),
        ];

    /// <summary>How a process ends that was asked to stop: 128 + the signal's number; without a signal as after Ctrl-C.</summary>
    public static int ExitCode => ExitCodes.SignalBase + (Volatile.Read(ref _received) is > 0 and var number ? number : Interrupt);

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins to listen; disposing ends it.</summary>
    public static StopSignals Listen() => new();

    /// <summary>Whether a process that ended like this had been asked to stop.</summary>
    public static bool IsExitCode(int code) => code - ExitCodes.SignalBase is Hangup or Interrupt or Terminate;

    /// <summary>Also stops when standard input ends: a worker's parent holds the other end, and closes it to have the worker stop. When the
    /// parent ends, however it ends, the system closes it.</summary>
    /// <param name="received">Is given each line that comes before.</param>
    public void StopWithParent(Action<string> received) => new Thread(() =>
    {
        try
        {
            using var input = new StreamReader(Console.OpenStandardInput());
            while (input.ReadLine() is { } line)
            {
                received(line);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            // No such stream, or one that cannot be read: there is no parent to listen to.
        }

        Stop();
    }) { IsBackground = true, Name = "parent" }.Start();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context, int number)
    {
        bool isFirst = Interlocked.CompareExchange(ref _received, number, 0) == 0;

        // A second Ctrl-C is left to the system, which ends the process where it stands. Environment.Exit would tear down libtorch under the
        // thread that computes with it, and crash.
        context.Cancel = isFirst || number != Interrupt;
        if (isFirst)
        {
            Stop();
        }
    }

    private void Stop()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came when all was over.
        }
    }
}
