namespace Portal.Schemas.Avro;

/// <summary>
/// Whether data written by one schema can be read by another, and why not ("Schema Resolution"). Two named types may
/// hold each other, so whether they fit is what is left standing when everything that can't be is taken away.
/// </summary>
public sealed class AvroResolution
{
    // Records alone: whether other types fit, their two declarations say.
    private readonly Dictionary<(string Reader, string Writer), bool> _fits = [];

    // Only those that fit: of thousands that a union holds, those that don't are too many to keep.
    private readonly HashSet<(string Reader, string Writer)> _enums = [];
    private readonly Dictionary<AvroUnion, AvroBranches> _branches = new(ReferenceEqualityComparer.Instance);
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
            (AvroUnion union, AvroUse w) => Branches(union).Named(_writer.Of(w)).Any(branch => Fits(branch, w)),
            (AvroUnion { Branches: var branches }, _) => branches.Any(branch => Reads(branch, written)),
            (AvroPrimitive r, AvroPrimitive w) => AvroMatch.Promotes(r.Kind, w.Kind),
            (AvroArray r, AvroArray w) => Reads(r.Items, w.Items),
            (AvroMap r, AvroMap w) => Reads(r.Values, w.Values),
            (AvroUse r, AvroUse w) => Fits(r, w),
            _ => false,
        };

    private bool Fits(AvroUse read, AvroUse written)
    {
        var (now, before) = (_reader.Of(read), _writer.Of(written));
        return AvroMatch.Names(now, before)
            && (now, before) switch
            {
                (AvroEnum r, AvroEnum w) => Fits(r, w),
                (AvroFixed r, AvroFixed w) => r.Size == w.Size,
                (AvroRecord, AvroRecord) => Believed(read.FullName, written.FullName),
                _ => false,
            };
    }

    private bool Fits(AvroEnum read, AvroEnum written)
    {
        var pair = (read.FullName, written.FullName);
        if (_enums.Contains(pair))
        {
            return true;
        }

        var isFit = AvroMatch.Symbols(read, written);
        if (isFit)
        {
            _enums.Add(pair);
        }

        return isFit;
    }

    private AvroBranches Branches(AvroUnion union)
    {
        if (!_branches.TryGetValue(union, out var known))
        {
            _branches[union] = known = new(union, _reader);
        }

        return known;
    }

    // Until it is shown to be wrong.
    private bool Believed(string read, string written)
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
            .Where(pair => !Fit((AvroRecord)_reader.Names[pair.Reader], (AvroRecord)_writer.Names[pair.Writer]))
            .ToList();
        foreach (var pair in wrong)
        {
            _fits[pair] = false;
        }

        return wrong.Count > 0 || _fits.Count > count;
    }

    private bool Fit(AvroRecord read, AvroRecord written) => read.Fields.All(field => Fit(field, read, written));

    private bool Fit(AvroField field, AvroRecord read, AvroRecord written) =>
        AvroMatch.Written(field, written) switch
        {
            [] => field.Default is not null,
            [var only] => AvroMatch.Taker(field, read, only) is null && Reads(field.Type, only.Type),
            _ => false,
        };
}
