using System.Text;
using Portal.LocalCluster.Log;

namespace Portal.Tests.LocalCluster;

public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-journal-").FullName;

    private string JournalFile => Path.Combine(folder, "journal");

    [Fact]
    public void Entries_come_back_in_order_without_a_clean_end()
    {
        Written("one", "two", "three");

        Replayed().ShouldBe(["one", "two", "three"]);
    }

    [Theory]
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

    [Fact]
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

    public void Dispose() => Directory.Delete(folder, recursive: true);

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
