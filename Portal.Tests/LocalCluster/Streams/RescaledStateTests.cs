using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>State that one subtask wrote, or several, read by another number of them: each goes on as if all had been one all the time.</summary>
public sealed class RescaledStateTests : IDisposable
{
    private const int Groups = 128;
    private readonly LogFolder _folder = new();
    private readonly List<SnapshotPart> _parts = [];
    private int _written;

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Operators() => [.. StatefulOperators.All.Keys];

    [ClusterTheory]
    [MemberData(nameof(Operators))]
    public void Each_operator_goes_on_with_one_four_two_and_three_subtasks_as_with_one(string name)
    {
        var steady = StatefulOperators.All[name]();
        var expected = StatefulOperators.Watch(steady);
        StatefulOperators.Feed(steady, name, 0, 400);

        var found = new List<List<string>>();
        var subtasks = Made(name, 1, found);
        Feed(subtasks, name, 0, 100);
        var newest = Write(subtasks, isWhole: true);

        subtasks = Restored(name, 4, newest, found);
        Feed(subtasks, name, 100, 150);
        Write(subtasks, isWhole: true);
        Feed(subtasks, name, 150, 170);
        Write(subtasks, isWhole: false);
        Feed(subtasks, name, 170, 200);
        newest = Write(subtasks, isWhole: false);

        subtasks = Restored(name, 2, newest, found);
        Feed(subtasks, name, 200, 300);
        newest = Write(subtasks, isWhole: true);
        subtasks = Restored(name, 3, newest, found);
        Feed(subtasks, name, 300, 400);

        found.SelectMany(seen => seen).Order().ShouldBe(expected.Order());
        expected.Count.ShouldBeGreaterThan(50);
        found.Count(seen => seen.Count > 0).ShouldBeGreaterThanOrEqualTo(8, "each subtask has keys");
        subtasks.Sum(one => one.StateRows).ShouldBe(steady.StateRows);
    }

    /// <summary>The file was written before there were key groups.</summary>
    [ClusterFact]
    public void A_snapshot_of_the_version_before_key_groups_is_divided_by_key_while_it_is_read()
    {
        var former = Repository.PathOf("Portal.Tests", "LocalCluster", "Streams", "Recorded", "whole-snapshot");
        foreach (var name in StatefulOperators.All.Keys)
        {
            var steady = StatefulOperators.All[name]();
            StatefulOperators.Feed(steady, name, 0, 100);
            var (expected, found) = (StatefulOperators.Watch(steady), new List<List<string>>());
            StatefulOperators.Feed(steady, name, 100, 200);

            Feed(Restored(name, 3, former, found), name, 100, 200);

            found.SelectMany(seen => seen).Order().ShouldBe(expected.Order(), name);
            found.Count(seen => seen.Count > 0).ShouldBe(3, name);
        }
    }

    private static List<Operator> Made(string name, int parallelism, List<List<string>> seen)
    {
        var made = Enumerable.Range(0, parallelism).Select(_ => StatefulOperators.All[name]()).ToList();
        for (var i = 0; i < parallelism; i++)
        {
            made[i].Subtask = new(i, parallelism);
            seen.Add(StatefulOperators.Watch(made[i]));
        }

        return made;
    }

    // Each row to the subtask that has its key, watermarks to all.
    private static void Feed(List<Operator> subtasks, string name, int first, int below) =>
        StatefulOperators.Feed(
            name,
            first,
            below,
            (input, row) =>
            {
                var group = KeyGroups.Of(subtasks[0].KeyOf(input)!.Of(row.Row), Groups);
                subtasks[KeyGroups.SubtaskOf(group, subtasks.Count, Groups)].Take(input, row);
            },
            second => subtasks.ForEach(one => StatefulOperators.Advance(one, name, second))
        );

    /// <returns>Its folder.</returns>
    private string Write(List<Operator> subtasks, bool isWhole)
    {
        if (isWhole)
        {
            _parts.Clear();
        }

        var folder = Path.Combine(_folder.Path, $"chk-{++_written}");
        var snapshot = SnapshotFile.Write(
            folder,
            _written,
            0,
            [.. _parts],
            to => subtasks.ForEach(one => to.Add("id", "kind", "", one.Save, (one.Subtask.Index, one.Subtask.Count))),
            static () => { }
        );
        _parts.Add(new(Path.GetFileName(folder), snapshot.Checksum));
        return folder;
    }

    private List<Operator> Restored(string name, int parallelism, string folder, List<List<string>> seen)
    {
        var made = Made(name, parallelism, seen);
        using var file = SnapshotFile.Open(folder);
        foreach (var part in file.Snapshot.Operators.Where(part => part.Id == "id" || part.Id == name))
        {
            var written = KeyGroups.RangeOf(part.Subtask, part.Parallelism, Groups);
            foreach (var one in made)
            {
                var own = KeyGroups.RangeOf(one.Subtask.Index, one.Subtask.Count, Groups);
                foreach (var from in file.Read(part, new(Groups, part.Subtask, written, own)))
                {
                    using var state = from;
                    one.Restore(state);
                    state.IsAtEnd.ShouldBeTrue();
                }
            }
        }

        return made;
    }
}
