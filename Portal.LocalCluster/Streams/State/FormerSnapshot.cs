using System.Text.Json;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Streams.State;

/// <summary>The form before: JSON as a whole, the states in it as base64. It is read, so that jobs go on, and not written any more.</summary>
internal sealed record FormerSnapshot(long CheckpointId, long TakenAtMs, IReadOnlyList<FormerSnapshot.State> Operators)
{
    public const int FirstByte = '{';

    /// <returns>As if it were of today's form, over the bytes of its states.</returns>
    public static (Snapshot Snapshot, MemoryStream States) Read(Stream file)
    {
        var former = JsonSerializer.Deserialize<FormerSnapshot>(file) ?? throw new InvalidDataException("It is empty.");
        var (operators, states) = (new List<OperatorState>(), new MemoryStream());
        foreach (var (id, name, layout, bytes) in former.Operators)
        {
            operators.Add(new(id, name, layout, states.Position, bytes.Length, Crc32C.Of(bytes)));
            states.Write(bytes);
        }

        return (new(former.CheckpointId, former.TakenAtMs, operators), states);
    }

    public sealed record State(string Id, string Name, string Layout, byte[] Bytes);
}
