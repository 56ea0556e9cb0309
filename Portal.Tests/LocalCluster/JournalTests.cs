using System.Text;
using Portal.LocalCluster.Log;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-journal-").FullName;

    private string JournalFile => Path.Combine(_folder, "journal");

    [ClusterFact]
    public void Entries_come_back_in_order_without_a_clean_end()
    {
        Written("one", "two", "three");

        Replayed().ShouldBe(["one", "two", "three"]);
    }

    [ClusterFact]
    public void An_entry_that_could_not_be_read_back_is_not_written()
    {
        using (var journal = Journal.Open(JournalFile, _ => { }))
        {
            journal.Append("one"u8);
            Should.Throw<IOException>(() => journal.Append(new byte[(64 * 1024 * 1024) + 1]));
            journal.Append("two"u8);
        }

        Replayed().ShouldBe(["one", "two"]);
    }

    [ClusterTheory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_torn_last_entry_is_cut_and_writing_goes_on_behind_the_whole_ones(int lost)
    {
        Written("one", "two", "three");
        using (var file = new FileStream(JournalFile, FileMode.Open))
        {
            file.SetLength(file.Length - lost);
        }

        Written("four");

        Replayed().ShouldBe(["one", "two", "four"]);
    }

    [ClusterTheory]
    [InlineData(8)]
    [InlineData(4096)]
    public void Zeroes_that_a_power_cut_left_are_cut(int zeroes)
    {
        Written("one", "two");
        using (var file = new FileStream(JournalFile, FileMode.Append))
        {
            file.Write(new byte[zeroes]);
        }

        Written("three");

        Replayed().ShouldBe(["one", "two", "three"]);
    }

    [ClusterTheory]
    [InlineData(0, "length")]
    [InlineData(5, "checksum")]
    [InlineData(9, "payload")]
    public void Damage_before_whole_entries_is_no_torn_end_and_nothing_is_cut(int at, string what)
    {
        Written("one", "two", "three", "four");
        Overwrite(EntryOf("one") + at, 0x7f);
        var before = File.ReadAllBytes(JournalFile);

        var refused = Should.Throw<InvalidOperationException>(() => Replayed(), what);

        var place = EntryOf("one");
        refused.Message.ShouldContain($"{JournalFile} is damaged at byte {place}.");
        refused.Message.ShouldContain("Whole entries before the damage: 1, behind it: 2;");
        refused.Message.ShouldContain($"truncate --size={place} {JournalFile}");
        File.ReadAllBytes(JournalFile).ShouldBe(before);
        OpenHere().ShouldNotContain(JournalFile);
    }

    [ClusterFact]
    public void Damage_is_found_before_an_entry_that_lies_far_behind_it()
    {
        using (var journal = Journal.Open(JournalFile, _ => { }))
        {
            journal.Append(new byte[200_000]);
            journal.Append("last"u8);
        }
        Overwrite(100_000, 1);

        Should
            .Throw<InvalidOperationException>(() => Replayed())
            .Message.ShouldContain("before the damage: 0, behind it: 1");
    }

    [ClusterFact]
    public void A_rewrite_keeps_what_it_is_given_and_later_entries_follow()
    {
        using (var journal = Journal.Open(JournalFile, _ => { }))
        {
            journal.Append("past"u8);
            journal.Rewrite(["kept"u8.ToArray()]);
            journal.Append("new"u8);
            journal.Entries.ShouldBe(2);
        }

        Replayed().ShouldBe(["kept", "new"]);
    }

    [ClusterFact]
    public void A_rewrite_that_the_disk_refuses_leaves_the_journal_as_it_was_and_no_file_open()
    {
        File.CreateSymbolicLink(JournalFile + ".new", "/dev/full");
        using (var journal = Journal.Open(JournalFile, _ => { }))
        {
            journal.Append("past"u8);
            Should.Throw<IOException>(() => journal.Rewrite(["kept"u8.ToArray()]));
            OpenHere().ShouldNotContain("/dev/full");
            Directory.GetFiles(_folder).ShouldBe([JournalFile], "a full disk keeps nothing that nobody reads");
            journal.Append("new"u8);
        }

        Replayed().ShouldBe(["past", "new"]);
    }

    [ClusterFact]
    public void A_decision_of_which_the_disk_takes_only_a_part_did_not_happen_and_does_not_after_a_restart()
    {
        using (var state = State())
        {
            Decide(state, "one");
            Should.Throw<IOException>(() => Decide(state, "two", new string('x', (64 * 1024 * 1024) + 1)));
            state.Now.ShouldBe("one");
        }

        using (var state = State())
        {
            state.Now.ShouldBe("one");
            Decide(state, "three");
        }

        using var again = State();
        again.Now.ShouldBe("onethree");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private JournaledState<string, string> State() =>
        new(
            JournalFile,
            "",
            (now, one) => now + one,
            Encoding.UTF8.GetBytes,
            entry => Encoding.UTF8.GetString(entry.Span)
        );

    private static void Decide(JournaledState<string, string> state, params string[] happened) =>
        state.Decide(_ => (happened, true));

    private static List<string?> OpenHere() =>
        [.. new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(descriptor => descriptor.LinkTarget)];

    private static int EntryOf(string text) => 8 + text.Length;

    private void Overwrite(int at, byte value)
    {
        using var file = new FileStream(JournalFile, FileMode.Open);
        file.Position = at;
        file.WriteByte(value);
    }

    private void Written(params string[] entries)
    {
        using var journal = Journal.Open(JournalFile, _ => { });
        foreach (var entry in entries)
        {
            journal.Append(Encoding.UTF8.GetBytes(entry));
        }
    }

    private List<string> Replayed()
    {
        var found = new List<string>();
        Journal.Open(JournalFile, entry => found.Add(Encoding.UTF8.GetString(entry.Span))).Dispose();
        return found;
    }
}
