using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>One subject looked at by name, on the scale of a step.</summary>
internal static class SchemaSight
{
    public static async Task<Observation> Look(
        ISchemaRegistry registry,
        Step step,
        Func<LiveSchema?, ObservedState> state,
        CancellationToken stop
    )
    {
        var live = await registry.Subject(step.On.Name, stop);
        var now = state(live);
        // Taking a level away, or deleting a subject, takes all of its configuration.
        var whole =
            now == ObservedState.Before && live is not null
                ? live with
                {
                    Settings = await registry.Settings(step.On.Name, stop),
                }
                : live;
        return new(now, whole, $"{step.On.Name} {Describe(live)}");
    }

    private static string Describe(LiveSchema? live) =>
        live is null
            ? "is not there"
            : $"has version {live.Newest.Version} with id {live.Newest.Id} ({SchemaText.InShort(live.Text)}) and {(live.Level is { } level ? $"the level {level.Word()}" : "no level of its own")}";
}
