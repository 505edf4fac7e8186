namespace SimdReg.Tests.Examples;

/// <summary>What repeats each recorded run. An option that the file leaves out is the library's default, and so a test of it.</summary>
internal static class Replays
{
    private static readonly Dictionary<string, Func<Trajectory, Replay>> _byName = new()
    {
        ["sgd"] = run => Replay.Of(Sgd(run)),
        ["sgd+l2"] = run => Replay.Of(Sgd(run), L2(run).Coupled()),
        ["sgd+l1-subgradient"] = run => Replay.Of(Sgd(run), new L1(run.Option("l1")).Coupled()),
        ["prox-sgd+l1"] = run => Replay.Of(Sgd(run), new L1(run.Option("l1")).Proximal()),
        ["prox-sgd+elastic"] = run =>
            Replay.Of(Sgd(run), new ElasticNet(run.Option("l1"), run.Option("l2")).Proximal()),
        ["sgd+momentum"] = run => Replay.Of(Momentum(run)),
        ["sgd+momentum+l2"] = run => Replay.Of(Momentum(run), L2(run).Coupled()),
        ["sgd+momentum+dampening+l2"] = run =>
            Replay.Of(Momentum(run).Dampened(run.Option("dampening")), L2(run).Coupled()),
        ["sgd+nesterov+l2"] = run => Replay.Of(Momentum(run).Nesterov(), L2(run).Coupled()),
        ["sgd+nesterov+l2+maximize"] = run =>
            Replay.Of(Momentum(run).Nesterov(), L2(run).Coupled(), new StepOptions { Maximize = true }),
        ["adam"] = run => Replay.Of(new Adam(Rate(run))),
        ["adam+l2"] = run => Replay.Of(new Adam(Rate(run)), L2(run).Coupled()),
        ["adam+amsgrad+l2"] = run =>
            Replay.Of(new Adam(Rate(run), run.Beta(0), run.Beta(1)).AmsGrad(), L2(run).Coupled()),
        ["adamw"] = run => Replay.Of(new Adam(Rate(run)), L2(run).Decoupled()),
        ["adamw+betas+eps"] = run =>
            Replay.Of(new Adam(Rate(run), run.Beta(0), run.Beta(1), run.Option("eps")), L2(run).Decoupled()),
        ["adagrad+l2"] = run =>
            Replay.Of(new Adagrad(Rate(run), initialAccumulator: run.Option("initial_accumulator_value")), L2(run).Coupled()),
        ["adagrad+lr_decay"] = run =>
            Replay.Of(new Adagrad(Rate(run), run.Option("lr_decay"), epsilon: run.Option("eps"))),
        ["rmsprop+l2"] = run => Replay.Of(new RmsProp(Rate(run), run.Option("alpha")), L2(run).Coupled()),
        ["rmsprop+centered+momentum"] = run =>
            Replay.Of(new RmsProp(Rate(run), run.Option("alpha")).Centered().WithMomentum(run.Option("momentum"))),
        ["lion"] = run =>
            Replay.Of(new Lion(Rate(run), run.Option("beta1"), run.Option("beta2")), L2(run).Decoupled()),
        ["ftrl"] = run =>
            Replay.Of(new Ftrl(run.Option("alpha"), run.Option("beta"), run.Option("l1"), run.Option("l2"))),
    };

    /// <summary>The names of the runs that are repeated.</summary>
    public static IEnumerable<string> Names => _byName.Keys;

    public static Replay Of(Trajectory run) => _byName[run.Name](run);

    private static double Rate(Trajectory run) => run.Option("lr");

    private static Sgd Sgd(Trajectory run) => new(Rate(run));

    private static Momentum Momentum(Trajectory run) => new(Rate(run), run.Option("momentum"));

    private static L2 L2(Trajectory run) => new(run.Option("weight_decay"));
}
