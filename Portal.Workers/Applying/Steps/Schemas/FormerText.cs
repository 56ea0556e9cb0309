using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>
/// Registers a text again that a subject had. What its level refuses today was taken once, so less is compared meanwhile; whoever takes back a
/// step sets the level that was before.
/// </summary>
internal static class FormerText
{
    /// <exception cref="EngineException">Final: it is refused, or has another id than before, by which it is another schema.</exception>
    public static async Task Register(
        ISchemaRegistry registry,
        string subject,
        RegisteredSchema former,
        StepScope scope,
        CancellationToken stop
    )
    {
        var made = await Made(registry, subject, former.Schema, scope, stop);
        if (made.Id != former.At.Id)
        {
            throw new EngineException(
                EngineFault.Final,
                $"Version {former.At.Version} of {subject} was registered again and got id {made.Id} instead of {former.At.Id}, so it is another schema: its metadata or rules may differ."
            );
        }
    }

    /// <summary>Sets the level that a subject had, where it has another one, and what else its configuration held.</summary>
    /// <param name="settings">As <see cref="LiveSchema.Settings"/>.</param>
    public static async Task SetLevel(
        ISchemaRegistry registry,
        string subject,
        CompatibilityLevel? level,
        string? settings,
        StepScope scope,
        CancellationToken stop
    )
    {
        if (await registry.Level(subject, stop) != level)
        {
            await registry.SetLevel(subject, level, scope.Deadline, stop);
        }

        if (settings is not null)
        {
            await registry.SetSettings(subject, settings, scope.Deadline, stop);
        }
    }

    private static async Task<SchemaVersion> Made(
        ISchemaRegistry registry,
        string subject,
        RegistryText text,
        StepScope scope,
        CancellationToken stop
    )
    {
        try
        {
            return await registry.Register(subject, text, scope.Deadline, stop);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            if (await ByLess(registry, subject, text, scope, stop) is { } made)
            {
                return made;
            }

            throw;
        }
    }

    private static async Task<SchemaVersion?> ByLess(
        ISchemaRegistry registry,
        string subject,
        RegistryText text,
        StepScope scope,
        CancellationToken stop
    )
    {
        // Where NONE isn't distinguished from no level, each direction alone may still do: that by which it was registered once.
        CompatibilityLevel?[] levels = await registry.KnowsOwnNone(stop)
            ? [CompatibilityLevel.None]
            : [null, CompatibilityLevel.Backward, CompatibilityLevel.Forward];
        foreach (var level in levels)
        {
            await registry.SetLevel(subject, level, scope.Deadline, stop);
            try
            {
                return await registry.Register(subject, text, scope.Deadline, stop);
            }
            catch (EngineException refused) when (refused.Fault == EngineFault.Final)
            {
                // The next level, or the refusal by the subject's own.
            }
        }

        return null;
    }
}
