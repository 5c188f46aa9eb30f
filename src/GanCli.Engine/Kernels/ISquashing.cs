using System.Numerics;

namespace GanCli.Engine.Kernels;

/// <summary>A function whose derivatives can be told from its value, on registers of single precision. Only correctly rounded operations: the same bits for
/// every register width.</summary>
internal interface ISquashing
{
    /// <summary>f(x).</summary>
    static abstract Vector<float> Value(Vector<float> x);

    /// <summary>f′, told from y = f(x).</summary>
    static abstract Vector<float> Slope(Vector<float> y);

    /// <summary>f″ / f′, told from y = f(x).</summary>
    static abstract Vector<float> Bend(Vector<float> y);
}
