using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Whoever registers a version while a run is under way changes no table of it: those that were approved were compared and rehearsed.</summary>
internal static class ApprovedTables
{
    /// <returns>With the schema versions that the plan's evidence has; as it is where that has none.</returns>
    public static JobDefinition Of(JobDefinition definition, ResourceRef on, StepScope scope) =>
        definition is { Program: null, Schemas: null }
        && scope.Evidence.Of(on) is JobEvidence { Tables: { IsDefaultOrEmpty: false } tables }
        && tables.All(table => table.Schema is null || table.Version is not null)
            ? definition with
            {
                Schemas = [.. tables.SelectMany(table => table.Versions)],
            }
            : definition;
}
