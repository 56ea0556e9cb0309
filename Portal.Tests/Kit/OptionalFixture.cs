namespace Portal.Tests.Kit;

/// <summary>A fixture of a class whose tests may all be left out of a run: xunit makes it for them too, and then it starts nothing.</summary>
public interface IOptionalFixture
{
    bool IsNeeded { get; }
}
