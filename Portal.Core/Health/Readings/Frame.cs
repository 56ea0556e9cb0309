using System.Buffers;

namespace Portal.Core.Health.Readings;

/// <summary>What a chunk of topics' partitions has of each.</summary>
public enum TopicColumn
{
    /// <summary>The end offset, as last read.</summary>
    End,

    /// <summary><see cref="AnswerTime.InThisCycle"/>, or the second of the last answer when this cycle had none.</summary>
    Answered,
    First,
    Stable,
    Leader,
    InSync,

    /// <summary>On disk, the largest replica.</summary>
    Bytes,
}

/// <summary>What a chunk of groups' places has of each.</summary>
public enum GroupColumn
{
    /// <summary>The committed offset, as last read.</summary>
    Committed,

    /// <inheritdoc cref="TopicColumn.Answered"/>
    Answered,

    /// <summary>When it was last seen to move, as <see cref="MovedColumn"/> packs it; absent: not since it is watched.</summary>
    Moved,

    /// <summary>As <see cref="BehindColumn"/> packs it.</summary>
    Behind,

    /// <summary>A <see cref="LagStatus"/>; absent where there is a commit: see <see cref="Frame.IsFormer"/>.</summary>
    Status,

    /// <summary>As <see cref="PaceColumn"/> packs it; absent: the frames of the last minute tell it, or it was written by a build that had no such column.</summary>
    Pace,
}

/// <summary>The columns of one chunk at one time. A frame holds all it takes to show the chunk: values are the last known ones.</summary>
public sealed record Frame(DateTimeOffset At, long[][] Columns)
{
    private const byte Form = 1;

    public int Length => Columns.Length == 0 ? 0 : Columns[0].Length;

    public long Of(TopicColumn column, int slot) => Columns[(int)column][slot];

    public long Of(GroupColumn column, int slot) =>
        (int)column < Columns.Length ? Columns[(int)column][slot] : Column.Absent;

    /// <summary>
    /// Of a place with a commit: a former version of a job made it, and the one that runs doesn't read there. It is none of the group's lag. Builds
    /// that don't know of it read it as well.
    /// </summary>
    public bool IsFormer(int slot) => Of(GroupColumn.Status, slot) == Column.Absent;

    /// <summary>
    /// Of an answered position: its commit and its end make sense together, see <see cref="LagWindow.IsBeyondEnd"/>. One whose status is unknown because the
    /// portal may not read the topic has a lag all the same.
    /// </summary>
    public bool HasLag(int slot, long? end) =>
        (LagStatus)Of(GroupColumn.Status, slot) != LagStatus.Unknown || Of(GroupColumn.Committed, slot) <= end;

    /// <summary>As it lies in the store: form, length, then each column with its length in bytes.</summary>
    /// <param name="previous">The chunk's frame before; null: this one stands alone.</param>
    public byte[] Pack(Frame? previous)
    {
        var (all, one) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        Varint.Write(all, Form);
        Varint.Write(all, (ulong)Length);
        for (var i = 0; i < Columns.Length; i++)
        {
            one.ResetWrittenCount();
            Column.Write(one, Columns[i], previous is null ? [] : previous.Columns[i]);
            Varint.Write(all, (ulong)one.WrittenCount);
            all.Write(one.WrittenSpan);
        }

        return all.WrittenSpan.ToArray();
    }

    /// <param name="previous">The frame it was told against; null: it stands alone. It is left as it is.</param>
    /// <exception cref="FormatException">The bytes are no frame, or of a form this build doesn't know.</exception>
    public static Frame Unpack(DateTimeOffset at, ReadOnlySpan<byte> bytes, Frame? previous)
    {
        if (Varint.Read(ref bytes) != Form)
        {
            throw new FormatException("The readings were packed in a form this build doesn't know.");
        }

        var length = Varint.Read(ref bytes) is var told and <= SeriesRun.ChunkSize
            ? (int)told
            : throw new FormatException("A packed chunk is longer than chunks are.");
        var columns = new List<long[]>();
        while (bytes.Length > 0)
        {
            var size =
                Varint.Read(ref bytes) is var announced && announced <= (ulong)bytes.Length
                    ? (int)announced
                    : throw new FormatException("A packed column is cut off.");

            if (
                previous?.Columns[columns.Count] is { } before
                && Column.IsUnchanged(bytes[..size], before.Length, length)
            )
            {
                // Most columns of most chunks: settled partitions, groups at rest. They are told once for all frames.
                columns.Add(before);
                bytes = bytes[size..];
                continue;
            }

            var values = new long[length];
            Array.Fill(values, Column.Absent);
            previous?.Columns[columns.Count].CopyTo(values, 0);
            Column.Apply(bytes[..size], values);
            columns.Add(values);
            bytes = bytes[size..];
        }

        return new Frame(at, [.. columns]);
    }
}
