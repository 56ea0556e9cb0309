namespace Portal.Schemas.Avro;

/// <summary>
/// The named branches of a reader's union, found by what a written type is called: one may hold thousands, and to look at each
/// for each that was written takes minutes.
/// </summary>
internal sealed class AvroBranches
{
    private readonly ILookup<string, AvroUse> _byFullName;
    private readonly ILookup<string, AvroUse> _byShortName;

    public AvroBranches(AvroUnion union, AvroSchema reader)
    {
        var uses = union.Branches.OfType<AvroUse>().ToList();
        _byFullName = uses.SelectMany(use => reader.Of(use).Aliases.Prepend(use.FullName), (use, name) => (use, name))
            .ToLookup(named => named.name, named => named.use, StringComparer.Ordinal);
        _byShortName = uses.ToLookup(use => reader.Of(use).ShortName, StringComparer.Ordinal);
    }

    /// <summary>Those that <see cref="AvroMatch.Names"/> holds for; of the same full name first, which most often fits.</summary>
    public IEnumerable<AvroUse> Named(AvroNamed written) =>
        _byFullName[written.FullName].Concat(_byShortName[written.ShortName]);
}
