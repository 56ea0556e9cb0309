using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Planning.Schemas;

/// <summary>Why a registry would refuse a step of a plan, in words for the requester.</summary>
internal static class StepRefusals
{
    /// <returns>Null: it would take it.</returns>
    public static async Task<string?> Of(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        Step step,
        CancellationToken stop
    )
    {
        try
        {
            return await Mode(registry, step, stop)
                ?? step switch
                {
                    RegisterSchema register => await Missing(registry, planned, register, stop)
                        ?? await PlannedNumbers.Problem(registry, planned, register, stop)
                        ?? await HasIt(registry, planned, register, stop),
                    SetCompatibility { After: CompatibilityLevel.None } when !await registry.KnowsOwnNone(stop) =>
                        $"This registry doesn't distinguish {step.On.Name}'s own NONE from no level at all, and holds its own level against it. Choose another level.",
                    _ => null,
                };
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return refused.Message;
        }
    }

    private static async Task<string?> Mode(ISchemaRegistry registry, Step step, CancellationToken stop) =>
        (await registry.Mode(step.On.Name, stop), step) switch
        {
            (("READONLY" or "READONLY_OVERRIDE") and var mode, _) =>
                $"The registry's mode for {step.On.Name} is {mode}: it changes nothing of it. Set the mode to READWRITE in the registry, then send the request again.",
            ("IMPORT", RegisterSchema) =>
                $"The registry's mode for {step.On.Name} is IMPORT: it takes only versions that come with their ids. Set the mode to READWRITE in the registry, then send the request again.",
            _ => null,
        };

    private static async Task<string?> Missing(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        RegisterSchema step,
        CancellationToken stop
    )
    {
        var there = step
            .References.Zip(
                step.References.Resolved(step.On.Name),
                (written, resolved) => (Written: written, Resolved: resolved)
            )
            .Where(to => PlannedVersions.MakerOf(to.Resolved, planned) is null);
        var found = await Task.WhenAll(there.Select(to => Absent(registry, planned, to.Written, to.Resolved, stop)));
        return found.OfType<string>().FirstOrDefault() is { } missing
            ? $"{step.On.Name} refers to version {missing}"
            : null;
    }

    // A registry that has no contexts looks for the subject as it is written. One that has them refuses by itself what isn't in the context.
    private static async Task<string?> Absent(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        SchemaReference written,
        SchemaReference resolved,
        CancellationToken stop
    )
    {
        if (await IsThere(registry, resolved, stop) || (written != resolved && await IsThere(registry, written, stop)))
        {
            return null;
        }

        // Which registry has no contexts shows in none of its answers.
        var otherwise = PlannedVersions.MakerOf(written, planned) is null
            ? ""
            : $" If the registry has no contexts, register {written.Subject}, as the reference is written, in an earlier request.";
        return $"{resolved.Version} of {resolved.Subject}, which isn't in the registry. Register it first, or in this request.{otherwise}";
    }

    private static async Task<bool> IsThere(ISchemaRegistry registry, SchemaReference to, CancellationToken stop) =>
        await registry.Version(to.Subject, to.Version, evenDeleted: false, stop) is not null;

    // One that refers to what isn't registered yet can't be there, and a registry refuses to look for it.
    private static async Task<string?> HasIt(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        RegisterSchema step,
        CancellationToken stop
    ) =>
        step.References.Resolved(step.On.Name).All(to => PlannedVersions.MakerOf(to, planned) is null)
        && await registry.Find(step.On.Name, new(step.Type, step.Text, step.References), stop) is { } known
            ? RegistryWords.HasAlready(step.On.Name, known.Version)
            : null;
}
