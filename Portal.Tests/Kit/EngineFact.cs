namespace Portal.Tests.Kit;

/// <summary>A test against a real engine: skipped, by name, where the engines aren't.</summary>
public sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute() => Skip = EngineSkip.Reason;
}

/// <inheritdoc cref="EngineFactAttribute"/>
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    public EngineTheoryAttribute() => Skip = EngineSkip.Reason;
}

/// <summary>
/// A test against a real engine that shows again what the same test shows on the local cluster every time, because the
/// engine has no part in how it ends, or that takes long: only in a full run (<c>./portal test --all</c>).
/// </summary>
public sealed class FullRunFactAttribute : FactAttribute
{
    public FullRunFactAttribute() => Skip = EngineSkip.Reason ?? EngineSkip.FullRunOnly;
}

/// <inheritdoc cref="FullRunFactAttribute"/>
public sealed class FullRunTheoryAttribute : TheoryAttribute
{
    public FullRunTheoryAttribute() => Skip = EngineSkip.Reason ?? EngineSkip.FullRunOnly;
}

/// <summary>A test that wants the machine for itself, or takes long: only in a full run (<c>./portal test --all</c>).</summary>
public sealed class LongFactAttribute : FactAttribute
{
    /// <param name="programs">Somebody else's, which it needs.</param>
    public LongFactAttribute(params string[] programs) =>
        Skip = EngineSkip.FullRunOnly ?? ProgramFactAttribute.Missing(programs);
}

/// <inheritdoc cref="LongFactAttribute"/>
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() => Skip = EngineSkip.FullRunOnly;
}

/// <summary>A test of the bundled cluster alone, or of Portal.Schemas, by which its registry judges, no other part of the product in it: skipped, by name, while nothing it depends on has changed since it passed.</summary>
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = EngineSkip.ClusterUnchanged;
}

/// <inheritdoc cref="ClusterFactAttribute"/>
public sealed class ClusterTheoryAttribute : TheoryAttribute
{
    public ClusterTheoryAttribute() => Skip = EngineSkip.ClusterUnchanged;
}

internal static class EngineSkip
{
    public static string? Reason =>
        Repository.Engines is null ? "needs the real engines: set PORTAL_ENGINES to their folder" : null;

    public static string? FullRunOnly =>
        Environment.GetEnvironmentVariable("PORTAL_TEST_ALL") == "1" ? null : "only in ./portal test --all";

    /// <summary>As <c>./portal test</c> found it (<c>setup/cluster_passed.sh</c>).</summary>
    public static string? ClusterUnchanged =>
        Environment.GetEnvironmentVariable("PORTAL_TEST_CLUSTER") == "unchanged"
            ? "the bundled cluster hasn't changed since its own tests passed (docs/adr/0005-suite.md): ./portal test --all"
            : null;
}
