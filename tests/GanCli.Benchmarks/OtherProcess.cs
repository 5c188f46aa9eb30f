using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GanCli.Benchmarks;

/// <summary>A program that reads numbers of steps, one a line, and answers each with the milliseconds of one step.</summary>
internal sealed class OtherProcess : Contestant
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>Eager PyTorch, if Python (<c>$PYTHON</c>, or <c>/usr/bin/python3</c>) has it; else null.</summary>
    public static OtherProcess? PyTorch(Example example, int threads)
    {
        string python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
        try
        {
            var torch = new OtherProcess(Start(python, [Path.Combine(AppContext.BaseDirectory, "pytorch_gan.py"), .. example.Arguments, Text(threads)]));
            if (torch.Ask(1) is not null)
            {
                return torch;
            }

            torch.Dispose();
        }
        catch (Win32Exception)
        {
            // No such Python.
        }

        return null;
    }

    /// <summary>Our step of <see cref="Example.Ring"/> on one thread, in a process of its own; see <see cref="Serve"/>.</summary>
    public static OtherProcess Ours() => new(Start(Environment.ProcessPath!, [nameof(Serve)]));

    /// <summary>What <see cref="Ours"/> does.</summary>
    public static void Serve(Contestant contestant)
    {
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(contestant.Time(int.Parse(line, CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    public override double Time(int steps) => Ask(steps) ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended");

    public override void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    protected override void Step() => Time(1);

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private double? Ask(int steps)
    {
        try
        {
            _process.StandardInput.WriteLine(Text(steps));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already.
            return null;
        }

        return _process.StandardOutput.ReadLine() is { } answer ? double.Parse(answer, CultureInfo.InvariantCulture) : null;
    }
}
