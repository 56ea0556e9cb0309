using Portal.Core.Schemas;
using Portal.Engines.Registry;

namespace Portal.Workers.Planning.Schemas;

/// <summary>The numbers that a registry is going to give to what a plan registers, deleted versions counted.</summary>
internal static class PlannedNumbers
{
    /// <summary>The first reference to a version of the same plan that will get another number, in a sentence; null when each gets its own.</summary>
    public static async Task<string?> Problem(
        ISchemaRegistry registry,
        IReadOnlyCollection<RegisterSchema> planned,
        RegisterSchema step,
        CancellationToken stop
    )
    {
        var made = step.References.Resolved(step.On.Name).Where(to => PlannedVersions.MakerOf(to, planned) is not null);
        foreach (var to in made)
        {
            var versions = await registry.AllVersions(to.Subject, stop);
            if (versions.Next != to.Version)
            {
                return $"{step.On.Name} refers to version {to.Version} of {to.Subject}, and the version that this request registers will be {versions.Next}{Deleted(versions)}. Refer to version {versions.Next}.";
            }
        }

        return null;
    }

    private static string Deleted(SubjectVersions versions) =>
        versions.Deleted.Length > 0 ? " because deleted versions keep their numbers" : "";
}
