using System.Text.Json;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Writes a snapshot front to back, and keeps nothing of it but its index.</summary>
public sealed class SnapshotWriter
{
    private readonly Stream _to;
    private readonly IReadOnlyList<SnapshotPart> _parts;
    private readonly List<OperatorState> _operators = [];
    private readonly List<Action> _completed = [];
    private long _position = SnapshotFooter.Letters.Length;

    /// <param name="parts">What it builds on; none: it has everything itself.</param>
    public SnapshotWriter(Stream to, IReadOnlyList<SnapshotPart> parts)
    {
        (_to, _parts) = (to, parts);
        to.Write(IsIncrement ? SnapshotFooter.LettersOfIncrement : SnapshotFooter.Letters);
    }

    public bool IsIncrement => _parts.Count > 0;

    /// <summary>Null: it names none.</summary>
    public int? MaxParallelism { get; set; }

    /// <param name="subtask">Which of how many.</param>
    public void Add(
        string id,
        string name,
        string layout,
        Action<StateWriter> save,
        (int Index, int Count)? subtask = null
    )
    {
        using var bytes = new StateStream(_to);
        using (var state = new StateWriter(bytes, this))
        {
            save(state);
        }

        var (index, count) = subtask ?? (0, 1);
        _operators.Add(
            new(id, name, layout, _position, bytes.Length, bytes.Checksum) { Subtask = index, Parallelism = count }
        );
        _position += bytes.Length;
    }

    public void WhenCompleted(Action completed) => _completed.Add(completed);

    public Snapshot Finish(long checkpointId, long takenAtMs)
    {
        var snapshot = new Snapshot(checkpointId, takenAtMs, _operators)
        {
            Parts = _parts,
            MaxParallelism = MaxParallelism,
        };
        using var index = new StateStream(_to);
        JsonSerializer.Serialize(index, snapshot);
        new SnapshotFooter(_position, index.Checksum).Write(_to);
        return snapshot with { Checksum = index.Checksum };
    }

    /// <summary>It is on the disk under its name.</summary>
    public void Complete() => _completed.ForEach(each => each());
}
