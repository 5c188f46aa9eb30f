namespace GanCli.Engine.Game;

/// <summary>Which of D's inputs are meant.</summary>
[Flags]
public enum SampleKinds
{
    None = 0,
    Real = 1,
    Fake = 2,
    Both = Real | Fake,
}
