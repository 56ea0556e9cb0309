using Portal.Core;
using Portal.Core.Store;

namespace Portal.Web.Pages;

/// <summary>The part of a page that can be tested without a browser: it reads, decides what is shown, and says when that changed.</summary>
public abstract class PageModel<T> : IPageModel
{
    private long _begun;
    private long _shown;

    public event Action? Changed;

    public ViewState<T> State { get; private set; } = new ViewState<T>.Loading();

    public T? Value => State is ViewState<T>.Ready ready ? ready.Value : default;

    /// <summary>Why the last act was refused; null when it wasn't, and once the page is about something else.</summary>
    public Refusal? Refused { get; protected set; }

    object? IPageModel.Carried => State is ViewState<T>.Ready ready ? ready : null;

    void IPageModel.Adopt(object carried) => Show((ViewState<T>)carried);

    void IPageModel.MoveOn()
    {
        Refused = null;
        Forget();
    }

    void IPageModel.Break(PageError error, bool keepShown)
    {
        if (!keepShown || State is not ViewState<T>.Ready)
        {
            Show(new ViewState<T>.Broken(error));
        }
    }

    /// <summary>The page is about something else from now on: what was typed, chosen or done for the one before is over.</summary>
    protected virtual void Forget() { }

    protected void Show(ViewState<T> state)
    {
        State = state;
        Changed?.Invoke();
    }

    protected void Show(T value) => Show(new ViewState<T>.Ready(value));

    /// <summary>Shows what is read, unless what was begun to be read later is shown already: an act and a refresh overtake each other.</summary>
    protected async Task ShowNewest(Func<Task<ViewState<T>>> read)
    {
        var mine = ++_begun;
        var state = await read();
        if (mine > _shown)
        {
            _shown = mine;
            Show(state);
        }
    }

    /// <summary>After an act, what is shown is read again. While the store is silent it stays, with what became of the act.</summary>
    /// <param name="isHere">False: whoever acted is signed out by now, and nothing is read for them.</param>
    protected async Task ReadAgain(StoreWatch store, Func<Task> load, bool isHere = true)
    {
        if (store.SilentSince is not null || !isHere || !await store.Read(load))
        {
            Say();
        }
    }

    /// <summary>Why the last act was refused, for the dialog that asked for it and says so itself: what else is open on the page had no part in it.</summary>
    protected Refusal? ToDialog()
    {
        var why = Refused;
        Refused = null;
        Say();
        return why;
    }

    /// <summary>For what changes beside the state: a form's field, a message, a choice.</summary>
    protected void Say() => Changed?.Invoke();
}

/// <summary>What <see cref="PortalPage{TModel}"/> needs of any model.</summary>
public interface IPageModel
{
    event Action? Changed;

    /// <summary>What prerendering hands to the circuit, or null when there is nothing worth carrying.</summary>
    object? Carried { get; }

    void Adopt(object carried);

    /// <summary>The page is about something else from now on, though what it was about is shown until that is loaded.</summary>
    void MoveOn();

    void Break(PageError error, bool keepShown);
}
