namespace GanCli.Engine.Graphs;

/// <summary>How a kernel goes over maps.</summary>
/// <param name="Stride">Numbers from one place to the next.</param>
/// <param name="Padding">Zeros on every side.</param>
/// <param name="Groups">Parts into which channels are split, each with kernels of its own.</param>
/// <param name="Further">Of a transposed convolution: rows and columns that the result has more at its end, at most the padding.</param>
public sealed record KernelWindow(int Stride, int Padding, long Groups = 1, int Further = 0);
