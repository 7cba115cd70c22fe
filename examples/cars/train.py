"""A forest of regression trees that tells the consumption of a car from what its brochure says."""

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

NUMBERS = ["cylinders", "displacement", "horsepower", "weight", "acceleration", "year"]
TARGET = "miles_per_gallon"


def train(cars: pd.DataFrame, trees, seed, context):
    columns = make_column_transformer((OneHotEncoder(), ["origin"]), remainder="passthrough")
    forest = RandomForestRegressor(n_estimators=trees, random_state=seed)
    model = make_pipeline(columns, forest)
    features = cars[["origin", *NUMBERS]]
    errors = -cross_val_score(model, features, cars[TARGET], cv=5, scoring="neg_mean_absolute_error")
    print(f"{trees} trees: wrong by {errors.mean():.2f} miles a gallon in cross-validation")

    model.fit(features, cars[TARGET])
    path = context.path("model.joblib")
    joblib.dump(model, path)
    context.metadata({"rows": len(cars)}, output="model")
    names = model[0].get_feature_names_out()
    importance = {name.split("__")[1]: weight for name, weight in zip(names, forest.feature_importances_)}
    return {
        "model": path,
        "scores": {"trees": trees, "errors": errors.tolist(), "importance": importance},
    }


def predict(model, cars: pd.DataFrame):
    forest = joblib.load(model)
    return {"predictions": np.asarray(forest.predict(cars[["origin", *NUMBERS]]))}
