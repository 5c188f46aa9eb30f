using GanCli.Engine.Game;

namespace GanCli.Tests.Training.Doubles;

/// <summary>A remedy that does nothing, and lets nobody take that for granted: it sends a game through autograd, like most remedies.</summary>
internal sealed class Idle : Regularizer;
