namespace Portal.Schemas.Avro;

/// <summary>
/// Whether data written by one schema can be read by another, and why not ("Schema Resolution"). Two named types may
/// hold each other, so whether they fit is what is left standing when everything that can't be is taken away.
/// </summary>
public sealed class AvroResolution
{
    private readonly Dictionary<(string Reader, string Writer), bool> _fits = [];
    private readonly AvroSchema _reader;
    private readonly AvroSchema _writer;

    public AvroResolution(AvroSchema reader, AvroSchema writer)
    {
        (_reader, _writer) = (reader, writer);
        CanRead = Reads(reader.Root, writer.Root);
        while (TakesAway())
        {
            CanRead = Reads(reader.Root, writer.Root);
        }
    }

    /// <summary>Everything that was written can be read.</summary>
    public bool CanRead { get; }

    /// <summary>Why not, field by field; empty when it <see cref="CanRead"/>.</summary>
    public IReadOnlyList<AvroMismatch> Mismatches() => CanRead ? [] : new AvroExplanation(this, _reader, _writer).All();

    internal bool Reads(AvroType read, AvroType written) =>
        (read, written) switch
        {
            (_, AvroUnion { Branches: var branches }) => branches.All(branch => Reads(read, branch)),
            (AvroUnion { Branches: var branches }, _) => branches.Any(branch => Reads(branch, written)),
            (AvroPrimitive r, AvroPrimitive w) => AvroMatch.Promotes(r.Kind, w.Kind),
            (AvroArray r, AvroArray w) => Reads(r.Items, w.Items),
            (AvroMap r, AvroMap w) => Reads(r.Values, w.Values),
            (AvroUse r, AvroUse w) => Fits(r.FullName, w.FullName),
            _ => false,
        };

    // Believed until it is shown to be wrong.
    private bool Fits(string read, string written)
    {
        if (!_fits.TryGetValue((read, written), out var known))
        {
            _fits[(read, written)] = known = true;
        }

        return known;
    }

    /// <returns>Whether anything that was believed turned out wrong, or something new has to be looked at.</returns>
    private bool TakesAway()
    {
        var count = _fits.Count;
        var wrong = _fits
            .Where(pair => pair.Value)
            .Select(pair => pair.Key)
            .ToList()
            .Where(pair => !Fit(_reader.Names[pair.Reader], _writer.Names[pair.Writer]))
            .ToList();
        foreach (var pair in wrong)
        {
            _fits[pair] = false;
        }

        return wrong.Count > 0 || _fits.Count > count;
    }

    private bool Fit(AvroNamed read, AvroNamed written) =>
        AvroMatch.Names(read, written)
        && (read, written) switch
        {
            (AvroEnum r, AvroEnum w) => AvroMatch.Symbols(r, w),
            (AvroFixed r, AvroFixed w) => r.Size == w.Size,
            (AvroRecord r, AvroRecord w) => r.Fields.All(field => Fit(field, w)),
            _ => false,
        };

    private bool Fit(AvroField field, AvroRecord written) =>
        AvroMatch.Written(field, written) switch
        {
            [] => field.Default is not null,
            [var only] => Reads(field.Type, only.Type),
            _ => false,
        };
}
