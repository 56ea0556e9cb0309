namespace Portal.Web.Parts;

/// <summary>One line said in passing, with the way to more where there is more.</summary>
public sealed record Toast(Tone Tone, string Words, string? Address = null, string? AddressWords = null);

/// <summary>Shows toasts in this circuit, each for a few seconds.</summary>
public sealed class Toaster(TimeProvider time)
{
    private static readonly TimeSpan Shows = TimeSpan.FromSeconds(6);
    private readonly Lock gate = new();
    private IReadOnlyList<Toast> shown = [];

    public event Action? Changed;

    public IReadOnlyList<Toast> Shown => shown;

    public void Say(Toast toast)
    {
        Put(list => [.. list, toast]);
        _ = Away(toast);
    }

    private async Task Away(Toast toast)
    {
        await Task.Delay(Shows, time);
        Put(list => [.. list.Where(other => !ReferenceEquals(other, toast))]);
    }

    private void Put(Func<IReadOnlyList<Toast>, IReadOnlyList<Toast>> next)
    {
        lock (gate)
        {
            shown = next(shown);
        }

        Changed?.Invoke();
    }
}
