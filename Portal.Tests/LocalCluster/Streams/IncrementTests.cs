using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Checkpoints that have only what changed: what is read again of them is what was there, whatever failed between; and they stay few and small.</summary>
public sealed class IncrementTests : IDisposable
{
    private readonly LogFolder _folder = new();
    private SnapshotChain _chain = new();
    private long _id;

    public void Dispose() => _folder.Dispose();

    [ClusterTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void State_that_is_put_removed_saved_and_restored_as_chance_has_it_is_what_a_dictionary_has(int seed)
    {
        var chance = new Random(seed);
        var (state, expected) = (Lists(), new Dictionary<long, List<object?[]>>());
        var completed = new Dictionary<long, List<object?[]>>();
        var increments = 0;
        for (var step = 0; step < 6_000; step++)
        {
            // Keys of which some are hot, so that it has changed ones and unchanged ones.
            var key = (long)(chance.NextDouble() * chance.NextDouble() * 400);
            switch (chance.Next(100))
            {
                case < 30:
                    state.Put(
                        [key],
                        [
                            [(long)step],
                        ]
                    );
                    expected[key] =
                    [
                        [(long)step],
                    ];
                    break;
                case < 60:
                    state.Get([key])?.Add([(long)step]);
                    expected.GetValueOrDefault(key)?.Add([(long)step]);
                    break;
                case < 95:
                    state.Remove([key]).ShouldBe(expected.Remove(key));
                    break;
                case < 97:
                    increments += Checkpoint("lists", state.Save).Parts.Count > 0 ? 1 : 0;
                    completed = Copied(expected);
                    break;
                case < 99:
                    Fail("lists", state.Save, isWritten: chance.Next(2) == 0);
                    break;
                default:
                    state = Restored(Lists, (lists, from) => lists.Restore(from));
                    expected = Copied(completed);
                    break;
            }
        }

        increments.ShouldBeGreaterThan(20);
        Written(state).ShouldBe(Written(expected));
        Checkpoint("lists", state.Save);
        Written(Restored(Lists, (lists, from) => lists.Restore(from))).ShouldBe(Written(expected));
    }

    public static TheoryData<string> Names => [.. StatefulOperators.All.Keys];

    /// <summary>Each goes back to its last checkpoint now and then, and takes again what came since.</summary>
    [ClusterTheory]
    [MemberData(nameof(Names))]
    public void Every_operator_goes_on_from_increments_as_if_it_had_never_stopped(string name)
    {
        var make = StatefulOperators.All[name];
        var chance = new Random(7);
        var (steady, stopped) = (make(), make());
        var (expected, found) = (StatefulOperators.Watch(steady), StatefulOperators.Watch(stopped));
        // What was sent before the last checkpoint stays sent; of what was found since, this many lie before it.
        var (settled, before, since) = (new List<string>(), 0, new List<Action<Operator>>());
        var (alive, increments) = (new List<(int Input, Change Row)>(), 0);
        for (var step = 0; step < 1_200; step++)
        {
            var act = Next(name, step, chance, alive);
            act(steady);
            act(stopped);
            since.Add(act);
            switch (chance.Next(20))
            {
                case 0 or 1:
                    increments += Checkpoint(name, stopped.Save).Parts.Count > 0 ? 1 : 0;
                    settled.AddRange(found[before..]);
                    (since, before) = ([], found.Count);
                    break;
                case 2:
                    Fail(name, stopped.Save, isWritten: true);
                    break;
                case 3 when _id > 0:
                    stopped = Restored(make, (restored, from) => restored.Restore(from));
                    (found, before) = (StatefulOperators.Watch(stopped), 0);
                    since.ForEach(each => each(stopped));
                    break;
            }
        }

        // Keys come in another order after a restore.
        settled.Concat(found[before..]).Order().ShouldBe(expected.Order());
        expected.Count.ShouldBeGreaterThan(100);
        increments.ShouldBeGreaterThan(20);
        stopped.StateRows.ShouldBe(steady.StateRows);
    }

    [ClusterTheory]
    [InlineData("groups")]
    [InlineData("join")]
    public void A_lifetime_goes_on_over_increments(string name)
    {
        var clock = new ManualTime();
        var lifetime = new StateLifetime(TimeSpan.FromMinutes(1), clock);
        Operator Make() =>
            name == "join"
                ? new StreamJoin(
                    StatefulOperators.Side(lifetime),
                    StatefulOperators.Side(lifetime),
                    null,
                    default,
                    default,
                    ""
                )
                : StatefulOperators.Groups(lifetime);
        var saved = Make();
        saved.Take(0, StatefulOperators.Row("old", 0, 1));
        Checkpoint(name, saved.Save);
        clock.Pass(TimeSpan.FromSeconds(40));
        saved.Take(0, StatefulOperators.Row("new", 0, 1));
        Checkpoint(name, saved.Save).Parts.ShouldNotBeEmpty();

        var restored = Restored(Make, (made, from) => made.Restore(from));
        restored.StateRows.ShouldBe(saved.StateRows);
        var ofOne = saved.StateRows / 2;
        clock.Pass(TimeSpan.FromSeconds(30));
        restored.Expire();
        restored.StateRows.ShouldBe(ofOne);
        clock.Pass(TimeSpan.FromSeconds(31));
        restored.Expire();
        restored.StateRows.ShouldBe(0);
    }

    [ClusterFact]
    public void A_checkpoint_has_as_much_as_changed_and_all_that_are_needed_have_a_bound()
    {
        var state = Lists();
        var all = Enumerable.Range(0, 5_000).Select(key => (long)key).ToList();
        all.ForEach(key =>
            state.Put(
                [key],
                [
                    [new string('x', 100)],
                ]
            )
        );
        var whole = Checkpoint("lists", state.Save).Bytes;

        Checkpoint("lists", state.Save).Bytes.ShouldBeLessThan(10);
        var wholes = 0;
        for (var round = 0; round < 200; round++)
        {
            all.GetRange(round * 7 % 4_900, 100).ForEach(key => state.Get([key])!.Add([(long)round]));
            var written = Checkpoint("lists", state.Save);
            wholes += written.Parts.Count == 0 ? 1 : 0;
            written.Bytes.ShouldBeLessThan(written.Parts.Count == 0 ? 3 * whole : whole / 10);
            _chain.Operators.Sum(o => o.Length).ShouldBeLessThan(2 * _chain.Operators.First().Length);
            Directory.GetDirectories(_folder.Path).Length.ShouldBeLessThan(60);
        }

        wholes.ShouldBeInRange(3, 12);
    }

    [ClusterFact]
    public void Changes_that_no_checkpoint_takes_are_not_remembered_for_good()
    {
        var state = Lists();
        Checkpoint("lists", state.Save);
        for (var key = 0L; key < 2_000; key++)
        {
            state.Put([key], []);
            state.Remove([key]);
        }

        state.Put([0L], []);

        // It replaces what was there: none of the removed ones is named.
        var written = Checkpoint("lists", state.Save);
        written.Bytes.ShouldBeLessThan(20);
        Written(Restored(Lists, (lists, from) => lists.Restore(from))).ShouldBe(["0: "]);
    }

    [ClusterFact]
    public void A_checkpoint_of_which_a_part_is_damaged_gone_or_another_one_is_refused_in_words()
    {
        var state = Lists();
        foreach (var count in new[] { 150, 20, 20 })
        {
            Enumerable
                .Range(0, count)
                .ToList()
                .ForEach(key =>
                    state.Put(
                        [(long)key],
                        [
                            [(long)count],
                        ]
                    )
                );
            Checkpoint("lists", state.Save);
        }

        var newest = Folder(_id);
        var parts = _chain.Folders.Select(name => Path.Combine(_folder.Path, name, Snapshot.FileName)).ToList();
        parts.Count.ShouldBe(3);
        foreach (var part in parts)
        {
            var whole = File.ReadAllBytes(part);
            for (var at = 0; at < whole.Length; at += 5)
            {
                var flipped = (byte[])whole.Clone();
                flipped[at] ^= 0x10;
                File.WriteAllBytes(part, flipped);
                Refused(newest).ShouldStartWith($"Cannot find checkpoint or savepoint file/directory '{newest}': ");
                File.WriteAllBytes(part, whole[..at]);
                Refused(newest);
            }

            File.Delete(part);
            Refused(newest);
            File.WriteAllBytes(part, whole);
            SnapshotFile.Open(newest).Dispose();
        }

        var (first, second) = (File.ReadAllBytes(parts[0]), File.ReadAllBytes(parts[1]));
        File.WriteAllBytes(parts[0], second);
        Refused(newest).ShouldContain("It builds on another chk-1 than the one that is there.");
        File.WriteAllBytes(parts[0], first);
        SnapshotFile.Open(newest).Dispose();
    }

    [ClusterFact]
    public void Beside_the_newest_checkpoint_only_those_are_kept_that_it_builds_on()
    {
        const string Job = "000000000000000000000000000000e1";
        var store = new JobStore(_folder.Path);
        for (var id = 1; id <= 6; id++)
        {
            File.WriteAllText(
                Path.Combine(Directory.CreateDirectory(store.CheckpointFolder(Job, id)).FullName, Snapshot.FileName),
                ""
            );
        }

        store.DeleteCheckpointsBefore(Job, 5, ["chk-2", "chk-4", "chk-5"]);

        Directory
            .GetDirectories(Path.GetDirectoryName(store.CheckpointFolder(Job, 1))!)
            .Select(JobStore.NameOf)
            .Order()
            .ShouldBe(["chk-2", "chk-4", "chk-5", "chk-6"]);
    }

    private static KeyedState<List<object?[]>> Lists() =>
        new(StateLifetime.Endless, EntryForm.Keyed(EntryForm.Save, EntryForm.Rows));

    private static Action<Operator> Next(string name, int step, Random chance, List<(int Input, Change Row)> alive)
    {
        var second = step / 4;
        if (chance.Next(5) == 0)
        {
            return of => StatefulOperators.Advance(of, name, second - 3);
        }

        if (StatefulOperators.TakesDeletions(name) && alive.Count > 0 && chance.Next(3) == 0)
        {
            var at = chance.Next(alive.Count);
            var (from, gone) = alive[at];
            alive.RemoveAt(at);
            return of => of.Take(from, gone with { Kind = RowKind.Delete });
        }

        var input = chance.Next(StatefulOperators.Inputs(name));
        var row = StatefulOperators.Row($"k{chance.Next(60)}", second - chance.Next(3), chance.Next(9));
        alive.Add((input, row));
        return of => of.Take(input, row);
    }

    private string Folder(long id) => Path.Combine(_folder.Path, $"chk-{id}");

    private Snapshot Checkpoint(string name, Action<StateWriter> save)
    {
        var folder = Folder(++_id);
        var written = Write(name, save, folder, static () => { });
        _chain.Add(Path.GetFileName(folder), written);
        foreach (
            var old in Directory
                .GetDirectories(_folder.Path)
                .ExceptBy(_chain.Folders, folder => Path.GetFileName(folder))
        )
        {
            Directory.Delete(old, recursive: true);
        }

        return written;
    }

    /// <param name="isWritten">All is on the disk but for the name.</param>
    private void Fail(string name, Action<StateWriter> save, bool isWritten) =>
        Should.Throw<IOException>(() =>
            Write(
                name,
                to =>
                {
                    save(to);
                    if (!isWritten)
                    {
                        throw new IOException("No space left on device");
                    }
                },
                Folder(_id + 1),
                static () => throw new IOException("expired")
            )
        );

    private Snapshot Write(string name, Action<StateWriter> save, string folder, Action complete) =>
        SnapshotFile.Write(folder, _id, 0, _chain.Next(), to => to.Add("id", name, "", save), complete);

    /// <summary>From the newest checkpoint, as in another start of the job.</summary>
    private T Restored<T>(Func<T> make, Action<T, StateReader> restore)
    {
        var restored = make();
        _chain = new();
        if (_id == 0)
        {
            return restored;
        }

        using var file = SnapshotFile.Open(Folder(_id));
        foreach (var from in file.Read(file.Snapshot.Operators.Single()))
        {
            using (from)
            {
                restore(restored, from);
                from.IsAtEnd.ShouldBeTrue();
            }
        }

        return restored;
    }

    private static string Refused(string folder) =>
        Should.Throw<InvalidDataException>(() => SnapshotFile.Open(folder).Dispose()).Message;

    private static Dictionary<long, List<object?[]>> Copied(Dictionary<long, List<object?[]>> of) =>
        of.ToDictionary(each => each.Key, each => each.Value.ToList());

    private static IEnumerable<string> Written(KeyedState<List<object?[]>> of) =>
        Written(of.All.Select(each => ((long)each.Key[0]!, each.Value)));

    private static IEnumerable<string> Written(Dictionary<long, List<object?[]>> of) =>
        Written(of.Select(each => (each.Key, each.Value)));

    private static IEnumerable<string> Written(IEnumerable<(long Key, List<object?[]> Rows)> of) =>
        of.OrderBy(each => each.Key).Select(each => $"{each.Key}: {string.Join(' ', each.Rows.Select(row => row[0]))}");
}
