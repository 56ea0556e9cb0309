using System.Text.Json;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Streams.State;

public sealed partial class SnapshotFile
{
    private const int BufferBytes = 1 << 16;

    private static SnapshotFile OpenOne(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        try
        {
            return Checked(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SnapshotFile Checked(FileStream file)
    {
        var first = file.ReadByte();
        file.Position = 0;
        if (first == FormerSnapshot.FirstByte)
        {
            using (file)
            {
                var (former, states) = FormerSnapshot.Read(file);
                return new(former, states);
            }
        }

        var snapshot = Index(file);
        foreach (var state in snapshot.Operators)
        {
            if (Checksum(file, state) != state.Checksum)
            {
                throw new InvalidDataException(
                    $"The state of {state.Name} isn't what was written: its checksum is another. The file was damaged."
                );
            }
        }

        return new(snapshot, file);
    }

    private static Snapshot Index(FileStream file)
    {
        var letters = new byte[SnapshotFooter.Letters.Length];
        var footer = new byte[SnapshotFooter.Length];
        var end = file.Length - footer.Length;
        if (
            end < letters.Length
            || file.ReadAtLeast(letters, letters.Length, throwOnEndOfStream: false) < letters.Length
            || !(
                SnapshotFooter.Letters.SequenceEqual(letters)
                || SnapshotFooter.LettersOfIncrement.SequenceEqual(letters)
            )
        )
        {
            throw new InvalidDataException("It isn't a snapshot of this runtime.");
        }

        file.Position = end;
        file.ReadExactly(footer);
        var (position, checksum) = SnapshotFooter.Read(footer);
        if (position < letters.Length || position >= end || end - position > Array.MaxLength)
        {
            throw Torn();
        }

        var index = new byte[end - position];
        file.Position = position;
        file.ReadExactly(index);
        var snapshot = Crc32C.Of(index) == checksum ? JsonSerializer.Deserialize<Snapshot>(index) : null;
        return
            snapshot is not null && snapshot.Parts.Count > 0 == SnapshotFooter.LettersOfIncrement.SequenceEqual(letters)
            ? snapshot with
            {
                Checksum = checksum,
            }
            : throw Torn();
    }

    private static InvalidDataException Torn() =>
        new("Its index isn't what was written: the file was damaged, or is only a part.");

    private static uint Checksum(FileStream file, OperatorState state)
    {
        file.Position = state.Position;
        var (buffer, checksum) = (new byte[BufferBytes], 0u);
        for (var left = state.Length; left > 0; )
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, BufferBytes));
            file.ReadExactly(part);
            checksum = Crc32C.Continue(checksum, part);
            left -= part.Length;
        }

        return checksum;
    }
}
