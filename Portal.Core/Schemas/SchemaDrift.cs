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
        if (!live.Has(wanted.Type, wanted.Schema, wanted.References))
        {
            drifted.Add(new("schema", "as approved", $"version {live.Newest.Version}, id {live.Newest.Id}, differs"));
        }
        // A registry gives a text the id that it had, as long as it knows it.
        else if (live.LostId is { } lost)
        {
            drifted.Add(
                new(
                    "id",
                    $"{lost}",
                    $"{live.Newest.Id}: what had id {lost} was deleted permanently, and records that carry it can't be read"
                )
            );
        }

        // A spec that names none leaves the level as it was when it was applied.
        var settled = wanted.Compatibility is { } level ? new SettledLevel(level) : live.Settled;
        if (settled is not null && settled.Level != live.Level)
        {
            var expected = settled.Level?.Word() ?? RegistryWords.Inherited(live.Subject);
            drifted.Add(new("compatibility", expected, live.Level?.Word()));
        }

        return drifted;
    }
}
