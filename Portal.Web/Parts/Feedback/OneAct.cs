namespace Portal.Web.Parts;

/// <summary>Lets one act run at a time: a double click is sent before the browser draws its button as disabled.</summary>
public sealed class OneAct
{
    private bool _isUnderWay;
    private bool _isDone;

    public bool IsBusy => _isUnderWay || _isDone;

    /// <summary>What was done may be done once more.</summary>
    public void Renew() => _isDone = false;

    /// <summary>Does nothing while another is under way. It may be done again.</summary>
    public Task Run(Func<Task> act) =>
        Run(async () =>
        {
            await act();
            return false;
        });

    /// <summary>Does nothing while another is under way, or once one is done.</summary>
    /// <param name="act">True: it is done, and the browser is about to show something else. False: it may be tried again.</param>
    public async Task Run(Func<Task<bool>> act)
    {
        if (IsBusy)
        {
            return;
        }

        _isUnderWay = true;
        try
        {
            _isDone = await act();
        }
        finally
        {
            _isUnderWay = false;
        }
    }
}
