namespace GanCli.Runs;

/// <summary>What a run computes with: the same functions either way, but for rounding.</summary>
/// <param name="Products">Of dense layers: <c>own, 512 bits</c> (256, 128: the processor's registers) or <c>libtorch</c>.</param>
/// <param name="GeneratorGradients"><c>layers</c>, which know their own derivatives, or <c>autograd</c>.</param>
/// <param name="DiscriminatorGradients">Likewise.</param>
public sealed record RunArithmetic(string Products, string GeneratorGradients, string DiscriminatorGradients);
