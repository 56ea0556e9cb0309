using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>What a soft deletion left behind.</summary>
internal static class SoftlyDeleted
{
    /// <exception cref="EngineException">Final: somebody deleted it permanently.</exception>
    public static async Task<RegisteredSchema> Version(
        ISchemaRegistry registry,
        string subject,
        int version,
        CancellationToken stop
    ) => await registry.Version(subject, version, evenDeleted: true, stop) ?? throw IsGone(subject, version);

    public static EngineException IsGone(string subject, int version) =>
        new(
            EngineFault.Final,
            $"Somebody deleted version {version} of {subject} permanently: its text is gone, and it can't be registered again."
        );
}
