using System.Text.Json;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Writes a snapshot front to back, and keeps nothing of it but its index.</summary>
public sealed class SnapshotWriter
{
    private readonly Stream _to;
    private readonly List<OperatorState> _operators = [];
    private long _position = SnapshotFooter.Letters.Length;

    public SnapshotWriter(Stream to)
    {
        _to = to;
        to.Write(SnapshotFooter.Letters);
    }

    public void Add(string id, string name, string layout, Action<StateWriter> save)
    {
        using var bytes = new StateStream(_to);
        using (var state = new StateWriter(bytes))
        {
            save(state);
        }

        _operators.Add(new(id, name, layout, _position, bytes.Length, bytes.Checksum));
        _position += bytes.Length;
    }

    public Snapshot Finish(long checkpointId, long takenAtMs)
    {
        var snapshot = new Snapshot(checkpointId, takenAtMs, _operators);
        using var index = new StateStream(_to);
        JsonSerializer.Serialize(index, snapshot);
        new SnapshotFooter(_position, index.Checksum).Write(_to);
        return snapshot;
    }
}
