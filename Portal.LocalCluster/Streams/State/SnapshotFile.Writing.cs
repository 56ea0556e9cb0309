namespace Portal.LocalCluster.Streams.State;

public sealed partial class SnapshotFile
{
    private const string Part = $"{Snapshot.FileName}.inprogress";

    /// <param name="parts">What it builds on; none: it is written whole.</param>
    /// <param name="save">Adds each operator's state.</param>
    /// <param name="complete">Called when all is on the disk and the file has not its name yet; what it throws takes the file back.</param>
    public static Snapshot Write(
        string folder,
        long checkpointId,
        long takenAtMs,
        IReadOnlyList<SnapshotPart> parts,
        Action<SnapshotWriter> save,
        Action complete
    )
    {
        var (writer, written) = Put(
            folder,
            file =>
            {
                var to = new SnapshotWriter(file, parts);
                save(to);
                return (to, to.Finish(checkpointId, takenAtMs));
            },
            complete
        );
        writer.Complete();
        return written;
    }

    /// <summary>The same bytes in another folder.</summary>
    public static void Copy(string from, string to) =>
        Put(
            to,
            file =>
            {
                using var written = File.OpenRead(Path.Combine(from, Snapshot.FileName));
                written.CopyTo(file);
                return written.Length;
            },
            static () => { }
        );

    private static T Put<T>(string folder, Func<FileStream, T> write, Action complete)
    {
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, Part);
        try
        {
            T written;
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                written = write(file);
                file.Flush(flushToDisk: true);
            }

            complete();
            File.Move(part, Path.Combine(folder, Snapshot.FileName), overwrite: true);
            return written;
        }
        catch
        {
            // On a full disk what is torn would take the room of the next one.
            File.Delete(part);
            throw;
        }
    }
}
