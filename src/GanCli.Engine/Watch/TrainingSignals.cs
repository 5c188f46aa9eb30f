namespace GanCli.Engine.Watch;

/// <summary>What training itself shows beside a look. It detects nothing; a diagnosis reads it.</summary>
/// <param name="Accuracy">Share of real and generated samples that D tells apart, at the middle between its mean outputs on both: ½ by guessing; null where
/// D sees no single samples.</param>
/// <param name="GeneratorGradient">‖∇_θG‖, mean over the last steps, back to the row of the log before; null where none was taken.</param>
public readonly record struct TrainingSignals(double? Accuracy, double? GeneratorGradient);
