using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>What of a managed subject was changed behind our back.</summary>
internal static class SchemaDrift
{
    /// <param name="live">Null when the registry said that there is none.</param>
    public static IReadOnlyList<DriftedField> Of(SchemaSpec wanted, LiveSchema? live)
    {
        if (live is null)
        {
            return [new("subject", "there", "gone")];
        }

        var drifted = new List<DriftedField>();
        if (!live.Says(wanted.Type, wanted.Schema, wanted.References))
        {
            drifted.Add(new("schema", "as approved", $"version {live.Newest.Version}, id {live.Newest.Id}, differs"));
        }

        if (wanted.Compatibility is { } level && level != live.Level)
        {
            drifted.Add(new("compatibility", level.Word(), live.Level?.Word()));
        }

        return drifted;
    }
}
